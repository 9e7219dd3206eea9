// Every generated file that is committed is what the generators make today.
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { generateFiles } from '../../../infra/codegen/generate-files.ts';
import { findStaleFiles } from '../../../infra/codegen/generated-file.ts';

const root = path.resolve(import.meta.dirname, '../../..');

describe('generated files', () => {
  it('are current: run `npm run generate` and commit', async () => {
    const files = await generateFiles(root);

    expect(files).toHaveLength(12);
    expect(await findStaleFiles(root, files)).toEqual([]);
  });

  it('are found stale when a byte differs or a file is missing', async () => {
    const stale = await findStaleFiles(root, [
      { path: 'package.json', text: 'other' },
      { path: 'not/there.json', text: '' },
    ]);

    expect(stale).toEqual(['package.json', 'not/there.json']);
  });
});
