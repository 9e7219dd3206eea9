// All TypeScript files of the project with what they import.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** One import or re-export. */
export interface SourceImport {
  /** As it is written. */
  readonly specifier: string;
  /** Path from the root for an import of ours; `undefined` for packages and `node:`. */
  readonly file: string | undefined;
  /** Erased before it runs: `import type` or `export type`. */
  readonly isTypeOnly: boolean;
}

/** One file. */
export interface SourceFile {
  /** Path from the root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without its comments. */
  readonly code: string;
  readonly imports: readonly SourceImport[];
}

export const rootFolder = resolve(import.meta.dirname, '../..');

// Folders with a package.json of their own are houses of their own.
const skippedFolders = new Set([
  'node_modules',
  'dist',
  'coverage',
  'bench/peers',
  'infra/aws',
  'examples',
]);

/** Reads every `.ts` and `.tsx` file, sorted by path. */
export function readSourceFiles(): readonly SourceFile[] {
  return listFiles('')
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parseSourceFile(path, readFileSync(join(rootFolder, path), 'utf8')));
}

/** Splits a file into code and imports. */
export function parseSourceFile(path: string, text: string): SourceFile {
  const code = stripComments(text);
  return { path, text, code, imports: readImports(path, code) };
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(join(rootFolder, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
      if (entry.isDirectory()) return skippedFolders.has(path) ? [] : listFiles(path);
      return [path];
    })
    .sort();
}

/** Takes out comments; texts in quotes stay, so that a URL is not taken for one. */
function stripComments(text: string): string {
  const commentOrText =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/(?![*/\s])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/g;
  return text.replace(commentOrText, (match) =>
    match.startsWith('//') || match.startsWith('/*') ? '' : match,
  );
}

function readImports(path: string, code: string): readonly SourceImport[] {
  const statement =
    /^(?:import|export)\s+(type\s+)?(?:[\w$*\s{},]+?\s+from\s+)?'([^'\n]+)'|\bimport\(\s*'([^'\n]+)'/gm;
  return Array.from(code.matchAll(statement), ([, type, stated, called]) => {
    const specifier = stated ?? called ?? '';
    return {
      specifier,
      file: specifier.startsWith('.')
        ? relative(rootFolder, resolve(rootFolder, dirname(path), specifier)).replaceAll('\\', '/')
        : undefined,
      isTypeOnly: type !== undefined,
    };
  });
}
