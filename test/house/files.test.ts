// Names, lengths and first lines of files.
import { describe, expect, it } from 'vitest';

import { readSourceFiles } from './read-source-files.ts';

const maxLines = 350;
const drawers = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'misc']);

const files = readSourceFiles().filter(
  ({ path }) => !path.endsWith('.generated.ts') && !path.startsWith('services/catalogue/tables/'),
);

describe('files', () => {
  it(`have at most ${maxLines} lines`, () => {
    const tooLong = files
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > maxLines);

    expect(tooLong).toEqual([]);
  });

  it('are named in kebab-case', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.tsx?$/;
    const misnamed = files.filter(({ path }) => !kebab.test(path.split('/').at(-1) ?? ''));

    expect(misnamed.map(({ path }) => path)).toEqual([]);
  });

  it('lie in no junk drawer', () => {
    const inDrawers = files.filter(({ path }) =>
      path.split(/[/.-]/).some((word) => drawers.has(word) || /^managers?$/.test(word)),
    );

    expect(inDrawers.map(({ path }) => path)).toEqual([]);
  });

  it('begin with what they are for', () => {
    const silent = files.filter(({ text }) => !/^(#!.*\n)?(\/\/ \S|\/\*\*)/.test(text));

    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('leave nothing to do later', () => {
    const openWork = files.filter(({ path, text }) => {
      const isThisTest = path === 'test/house/files.test.ts';
      return !isThisTest && /\b(TODO|FIXME)\b/.test(text);
    });

    expect(openWork.map(({ path }) => path)).toEqual([]);
  });
});
