// What `npm run dev` does when sources change: recompose where a schema did, then a new stack for the old one.

/** How the stack is composed and run. */
export interface ReloadOptions {
  /** Writes supergraph and types anew; false where the schemas do not compose, which it has explained by then. */
  readonly recompose: () => Promise<boolean>;
  /** Ends the stack that runs and starts another. */
  readonly restart: () => Promise<void>;
  readonly print: (line: string) => void;
}

const schemaPattern = /^subgraphs\/[^/]+\/schema\.graphql$/;

/**
 * Makes the answer to a burst of changed paths. As long as the schemas do not compose, the old stack goes on,
 * whatever else changes: a new one would start on the broken schema.
 */
export function createReload(options: ReloadOptions): (paths: readonly string[]) => Promise<void> {
  const { recompose, restart, print } = options;
  let isSupergraphStale = false;
  return async (paths) => {
    print(`\nchanged: ${paths.join(', ')}`);
    isSupergraphStale ||= paths.some((path) => schemaPattern.test(path));
    if (isSupergraphStale && !(await recompose())) {
      print('The stack goes on with the last good supergraph.');
      return;
    }
    isSupergraphStale = false;
    await restart();
  };
}
