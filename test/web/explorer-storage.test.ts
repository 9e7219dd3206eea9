// What the explorer lets the browser keep.
import { describe, expect, it } from 'vitest';

import { createExplorerStorage } from '../../web/explorer/explorer-storage.ts';

describe('createExplorerStorage', () => {
  it('keeps the look for good and the tabs until the browser tab closes', () => {
    const { storage, local, session } = createCase();

    storage.setItem('graphiql:theme', 'dark');
    storage.setItem('graphiql:tabState', '{}');

    expect([...local]).toEqual([['graphiql:theme', 'dark']]);
    expect([...session]).toEqual([['graphiql:tabState', '{}']]);
    expect(storage.getItem('graphiql:theme')).toBe('dark');
    expect(storage.length).toBe(2);
  });

  it('drops everything that is not named, headers and history above all', () => {
    const { storage, local, session } = createCase();

    for (const key of ['graphiql:headers', 'graphiql:queries', 'graphiql:variables', 'theme']) {
      storage.setItem(key, 'secret');
    }

    expect([...local, ...session]).toEqual([]);
    expect(storage.getItem('graphiql:headers')).toBeNull();
  });

  it('clears only what is its own', () => {
    const { storage, local, session } = createCase();
    local.set('other', '1');
    storage.setItem('graphiql:theme', 'dark');
    storage.setItem('graphiql:tabState', '{}');

    storage.clear();

    expect([...local]).toEqual([['other', '1']]);
    expect([...session]).toEqual([]);
  });
});

function createCase() {
  const local = new Map<string, string>();
  const session = new Map<string, string>();
  return { local, session, storage: createExplorerStorage(asStorage(local), asStorage(session)) };
}

function asStorage(entries: Map<string, string>) {
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  };
}
