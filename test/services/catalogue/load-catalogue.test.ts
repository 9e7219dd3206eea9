// The tables are read as they lie on disk.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadCatalogue, loadTable } from '../../../services/catalogue/load-catalogue.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function folderWith(name: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
  folders.push(folder);
  await writeFile(join(folder, name), text);
  return folder;
}

describe('loadTable', () => {
  it('reads the rows of one table and freezes them through and through', async () => {
    const items = await loadTable('items');

    const first = items[0];
    expect(items.length).toBeGreaterThan(300);
    expect(Object.isFrozen(items)).toBe(true);
    expect(Object.isFrozen(first)).toBe(true);
    expect(Object.isFrozen(first?.applicability)).toBe(true);
  });

  it('reads from another folder where one is given', async () => {
    const folder = await folderWith('brands.json', '[{"id":"mini","name":"Mini"}]');

    const brands = await loadTable('brands', folder);

    expect(brands.map((brand) => brand.name)).toEqual(['Mini']);
  });

  it('rejects a file that holds no rows', async () => {
    const folder = await folderWith('brands.json', '{"id":"mini"}');

    await expect(loadTable('brands', folder)).rejects.toThrow('holds no array of rows');
  });

  it('rejects a folder that lacks the table', async () => {
    const folder = await folderWith('brands.json', '[]');

    await expect(loadTable('markets', folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('loadCatalogue', () => {
  it('gives every table what loading it alone gives', async () => {
    const catalogue = await loadCatalogue();

    expect(Object.keys(catalogue)).toHaveLength(33);
    expect(catalogue.markets).toEqual(await loadTable('markets'));
    expect(catalogue.serviceRecords).toEqual(await loadTable('serviceRecords'));
  });
});
