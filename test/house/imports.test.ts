// The house stands: who imports whom, no circles, no barrels, nothing read from the environment.
import { describe, expect, it } from 'vitest';

import { findRule, isInPart } from './import-table.ts';
import { parseSourceFile, readSourceFiles, type SourceFile } from './read-source-files.ts';

const files = readSourceFiles();
const houseFiles = files.filter(({ path }) => path.includes('/') && !path.startsWith('test/'));

describe('imports', () => {
  it('are found in many files', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(150);
  });

  it('follow the import table, and every folder stands in it', () => {
    expect(houseFiles.flatMap(findForbiddenImports)).toEqual([]);
  });

  it('would be caught where they break the table', () => {
    const broken = [
      parseSourceFile('cache/x.ts', "import { a } from '../gateway/a.ts';"),
      parseSourceFile('runtime/x.ts', "export type { A } from '../cache/store.ts';"),
      parseSourceFile('subgraphs/pricing/x.ts', "import a, { b } from '../vehicle/a.ts';"),
      parseSourceFile('services/pricing/x.ts', "const a = await import('../vehicle/a.ts');"),
      parseSourceFile('gateway/x.ts', "import {\n  a,\n} from '../schema/composition/a.ts';"),
      parseSourceFile('gateway/http/x.ts', "import '../../services/server/a.ts';"),
      parseSourceFile('elsewhere/x.ts', ''),
    ];
    const fine = [
      parseSourceFile('gateway/x.ts', "import type { A } from '../schema/composition/a.ts';"),
      parseSourceFile('gateway/main.ts', "import { a } from '../services/server/a.ts';"),
      parseSourceFile('subgraphs/pricing/x.ts', "import { a } from '../server/a.ts';"),
      parseSourceFile('cache/x.ts', "// import { a } from '../gateway/a.ts';"),
    ];

    expect(broken.filter((file) => findForbiddenImports(file).length === 1)).toEqual(broken);
    expect(fine.flatMap(findForbiddenImports)).toEqual([]);
  });

  it('form no circle of files', () => {
    expect(findCircles(files)).toEqual([]);
  });

  it('would be caught where they form a circle', () => {
    const circle = [
      parseSourceFile('a/1.ts', "import { b } from './2.ts';"),
      parseSourceFile('a/2.ts', "import { c } from './3.ts';"),
      parseSourceFile('a/3.ts', "import { a } from './1.ts';"),
      parseSourceFile('a/4.ts', "import type { a } from './5.ts';"),
      parseSourceFile('a/5.ts', "import { a } from './4.ts';"),
    ];

    expect(findCircles(circle)).toEqual(['a/1.ts → a/2.ts → a/3.ts → a/1.ts']);
  });

  it('name the file with its ending', () => {
    const unnamed = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ file }) => file !== undefined && !/\.(ts|tsx|json|css)$/.test(file))
        .map(({ specifier }) => `${path}: ${specifier}`),
    );

    expect(unnamed).toEqual([]);
  });
});

describe('modules', () => {
  it('read the environment in config.ts only', () => {
    const readers = houseFiles
      .filter(({ path }) => !/(^|\/)(config|apollo-telemetry-off)\.ts$/.test(path))
      .filter(({ code }) =>
        /\bprocess\.env\b|\bprocess\['env'\]|\benv\b[^'\n]*'node:process'/.test(code),
      )
      .map(({ path }) => path);

    expect(readers).toEqual([]);
  });

  it('have named exports only', () => {
    const withDefault = files
      .filter(({ path }) => !/^[\w.-]+\.config\.ts$|^web\/vite\.config\.ts$/.test(path))
      .filter(({ code }) => /^export\s+default\b|\bas\s+default\b/m.test(code))
      .map(({ path }) => path);

    expect(withDefault).toEqual([]);
  });

  it('are no barrels', () => {
    const barrels = files
      .filter(({ path, code }) => /(^|\/)index\.tsx?$/.test(path) || /^export\s+\*/m.test(code))
      .map(({ path }) => path);

    expect(barrels).toEqual([]);
  });
});

function findForbiddenImports({ path, imports }: SourceFile): readonly string[] {
  if (/(^|\/)(main|lambda)\.ts$/.test(path)) return [];
  const found = findRule(path);
  if (!found) return [`${path}: its folder does not stand in the import table`];

  const { own, rule } = found;
  return imports
    .filter(({ file, isTypeOnly }) => {
      if (file === undefined) return false;
      const allowed = [own, ...rule.anything, ...(isTypeOnly ? (rule.onlyTypes ?? []) : [])];
      return !allowed.some((part) => isInPart(file, part));
    })
    .map(({ specifier }) => `${path}: ${specifier}`);
}

/** Circles of imports that are there at run time, each once, from its first file on. */
function findCircles(all: readonly SourceFile[]): readonly string[] {
  const importsOf = new Map(
    all.map(({ path, imports }) => [
      path,
      imports.filter(({ isTypeOnly }) => !isTypeOnly).flatMap(({ file }) => file ?? []),
    ]),
  );
  const done = new Set<string>();
  const circles: string[] = [];

  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) circles.push([...trail.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const next of importsOf.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of importsOf.keys()) visit(path, []);
  return circles;
}
