// What the browser keeps of the explorer: the look for good, open tabs until the browser tab closes.

/** The part of `Storage` that GraphiQL uses. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  clear(): void;
  readonly length: number;
}

type BackingStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const prefix = 'graphiql:';
const kept = ['theme', 'visiblePlugin', 'docExplorerFlex', 'editorFlex', 'secondaryEditorFlex'];
const keptUntilClosed = ['tabState'];

/**
 * Storage that lets only named keys through: look and layout to `local`, tabs to `session`. All else
 * is dropped, so that a token which someone types into the headers is never written down: GraphiQL
 * leaves the headers out of the tabs it stores.
 */
export function createExplorerStorage(
  local: BackingStorage,
  session: BackingStorage,
): KeyValueStorage {
  const stores = new Map([
    ...kept.map((key) => [prefix + key, local] as const),
    ...keptUntilClosed.map((key) => [prefix + key, session] as const),
  ]);

  return {
    getItem: (key) => stores.get(key)?.getItem(key) ?? null,
    setItem: (key, value) => stores.get(key)?.setItem(key, value),
    removeItem: (key) => stores.get(key)?.removeItem(key),
    clear: () => {
      for (const [key, store] of stores) store.removeItem(key);
    },
    get length() {
      return [...stores].filter(([key, store]) => store.getItem(key) !== null).length;
    },
  };
}
