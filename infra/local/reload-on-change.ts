// What `npm run dev` does at its start and when sources change: check, recompose where a schema did, start anew.
import type { SyntaxFault } from './syntax-faults.ts';

/** How the stack is checked, composed and run. */
export interface ReloadOptions {
  readonly findSyntaxFaults: (paths: readonly string[]) => Promise<readonly SyntaxFault[]>;
  /** Writes supergraph and types anew; false where the schemas do not compose, which it has explained by then. */
  readonly recompose: () => Promise<boolean>;
  /** Ends the stack that runs, if any, and starts another. */
  readonly restart: () => Promise<void>;
  readonly print: (line: string) => void;
}

/** The stack under the eyes of a developer. */
export interface Reload {
  /** Composes, since a schema may have changed meanwhile, and starts the stack if that works. */
  readonly start: () => Promise<void>;
  /** Answers a burst of changed paths. */
  readonly change: (paths: readonly string[]) => Promise<void>;
}

const schemaPattern = /^subgraphs\/[^/]+\/schema\.graphql$/;

/**
 * As long as a changed file cannot be read or the schemas do not compose, the old stack goes on, whatever else
 * changes: a new one would start on what is broken.
 */
export function createReload(options: ReloadOptions): Reload {
  const { findSyntaxFaults, recompose, restart, print } = options;
  let faultyPaths: readonly string[] = [];
  let isSupergraphStale = true;

  const renew = async (otherwise: string): Promise<void> => {
    if (isSupergraphStale && !(await recompose())) {
      print(otherwise);
      return;
    }
    isSupergraphStale = false;
    await restart();
  };

  return {
    start: () => renew('The stack starts as soon as the schemas compose.'),
    async change(paths) {
      print(`\nchanged: ${paths.join(', ')}`);
      isSupergraphStale ||= paths.some((path) => schemaPattern.test(path));
      const faults = await findSyntaxFaults([...new Set([...faultyPaths, ...paths])]);
      faultyPaths = faults.map(({ path }) => path);
      if (faults.length > 0) {
        for (const { description } of faults) print(description);
        print('The stack goes on as it was before.');
        return;
      }
      await renew('The stack goes on with the last good supergraph.');
    },
  };
}
