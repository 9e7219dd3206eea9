// Tells which source files changed, a burst of writes at a time.
import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';

/** What to watch, and who is told. */
export interface WatchSourcesOptions {
  readonly rootDirectory: string;
  /** Folders below the root, watched with all that lies below them. */
  readonly folders: readonly string[];
  /** Paths from the root, sorted; called once a burst, never while it still runs. */
  readonly onChange: (paths: readonly string[]) => Promise<void>;
}

const settleMs = 150;
const sourcePattern = /\.(ts|graphql|json)$/;
// Written by the stack itself or by the generators that a change sets off.
const writtenPattern = /(\.generated\.ts|openapi\.json|supergraph\.graphql)$/;

/** Starts watching; the function it returns ends that. */
export function watchSources(options: WatchSourcesOptions): () => void {
  const { rootDirectory, folders, onChange } = options;
  const changed = new Set<string>();
  let settling: NodeJS.Timeout | undefined;
  let isBusy = false;

  const report = async (): Promise<void> => {
    if (isBusy || changed.size === 0) return;
    isBusy = true;
    const paths = [...changed].sort();
    changed.clear();
    try {
      await onChange(paths);
    } finally {
      isBusy = false;
    }
    await report();
  };

  const watchers: FSWatcher[] = folders.map((folder) =>
    watch(join(rootDirectory, folder), { recursive: true }, (_event, file) => {
      if (file === null || !sourcePattern.test(file) || writtenPattern.test(file)) return;
      changed.add(join(folder, file));
      clearTimeout(settling);
      settling = setTimeout(() => void report(), settleMs);
    }),
  );
  return () => {
    clearTimeout(settling);
    for (const watcher of watchers) watcher.close();
  };
}
