// Installing the packages of a folder only where they are missing or of other versions.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ensurePackages } from './ensure-packages.ts';

describe('ensurePackages', () => {
  let folder: string;
  let calls: (readonly string[])[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marque-packages-'));
    calls = [];
    await mkdir(join(folder, 'node_modules'));
    await writeLock('package-lock.json', '1.0.0');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const writeLock = (name: string, version: string): Promise<void> =>
    writeFile(
      join(folder, name),
      JSON.stringify({ packages: { '': {}, 'node_modules/a': { version } } }),
    );
  const install = async (args: readonly string[]): Promise<boolean> => {
    calls.push(args);
    await writeLock('node_modules/.package-lock.json', '1.0.0');
    return true;
  };

  it('does nothing where all is there as locked', async () => {
    await writeLock('node_modules/.package-lock.json', '1.0.0');

    expect(await ensurePackages(folder, install)).toBe(true);

    expect(calls).toEqual([]);
  });

  it.each(['0.9.0', undefined])('installs what is locked where %s is there', async (version) => {
    if (version) await writeLock('node_modules/.package-lock.json', version);

    expect(await ensurePackages(folder, install)).toBe(true);

    expect(calls).toEqual([['ci', '--prefix', folder, '--ignore-scripts', '--no-audit']]);
  });

  it('says so where it cannot be installed', async () => {
    expect(await ensurePackages(folder, () => Promise.resolve(false))).toBe(false);
  });
});
