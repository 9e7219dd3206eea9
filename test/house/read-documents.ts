// All Markdown documents of the project.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { rootFolder } from './read-source-files.ts';

/** One document. */
export interface Document {
  /** Path from the root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Reads every `.md` file, sorted by path; folders with a dot before their name are left out. */
export function readDocuments(): readonly Document[] {
  return listDocuments('').map((path) => ({
    path,
    text: readFileSync(join(rootFolder, path), 'utf8'),
  }));
}

function listDocuments(folder: string): readonly string[] {
  return readdirSync(join(rootFolder, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
      if (entry.isDirectory()) return listDocuments(path);
      return path.endsWith('.md') ? [path] : [];
    })
    .sort();
}
