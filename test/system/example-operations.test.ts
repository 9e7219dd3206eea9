// The documents that users find in the explorer and the command line, with the variables beside them.
import { readdir, readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { sample } from './samples.ts';
import { engineNames, useStack } from './stack-under-test.ts';

const folder = new URL('../../schema/operations/', import.meta.url);
const files = await readdir(folder);
const names = files
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.replace('.graphql', ''));

describe.each(engineNames)('the example operations, %s engine', (engineName) => {
  const stack = useStack({
    subject: sample.owner,
    scopes: 'vehicle:read service:write',
    variables: { MARQUE_ENGINE: engineName },
  });

  it.each(names)('answer with the variables beside them, and nothing is null: %s', async (name) => {
    const variables = files.includes(`${name}.variables.json`)
      ? (JSON.parse(await readFile(new URL(`${name}.variables.json`, folder), 'utf8')) as object)
      : {};

    const answer = await stack.run(name, { ...variables });

    expect(answer.errors).toBeUndefined();
    expect(Object.values(answer.data)).not.toContain(null);
    expect(Object.values(answer.data)).not.toContainEqual([]);
  });

  it('are the 19 operations; saving and finding a configuration are two documents of one', () => {
    expect(new Set(names.map((name) => name.slice(0, 2))).size).toBe(19);
    expect(names).toHaveLength(20);
  });
});
