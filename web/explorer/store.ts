// One value that React components can follow.

/** A value and word of its changes, as `useSyncExternalStore` takes them. */
export interface ReadableStore<Value> {
  readonly get: () => Value;
  /** Returns what ends the subscription. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A value that can be set. */
export interface Store<Value> extends ReadableStore<Value> {
  readonly set: (value: Value) => void;
}

/** Creates a store. */
export function createStore<Value>(initial: Value): Store<Value> {
  const listeners = new Set<() => void>();
  let current = initial;

  return {
    get: () => current,
    set(value) {
      current = value;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
