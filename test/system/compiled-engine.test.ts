// The example operations with the compiled engine: the data of the reference engine, within budget.
import { readdir, readFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { sample } from './samples.ts';
import { readOperation, type StackUnderTest, useStack } from './stack-under-test.ts';

const folder = new URL('../../schema/operations/', import.meta.url);
const files = await readdir(folder);
const names = files
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.replace('.graphql', ''));

async function readVariables(name: string): Promise<object> {
  if (!files.includes(`${name}.variables.json`)) return {};
  return JSON.parse(await readFile(new URL(`${name}.variables.json`, folder), 'utf8')) as object;
}

describe('the compiled engine', () => {
  const reference = useStack({
    subject: sample.owner,
    scopes: 'vehicle:read service:write',
    variables: { MARQUE_ENGINE: 'reference' },
  });
  let compiled: StackUnderTest;
  beforeAll(async () => {
    compiled = await reference.startTwin({ MARQUE_ENGINE: 'compiled' });
  });
  afterAll(() => compiled.stop());

  it.each(names)(
    'answers what the reference engine answers, by no more REST calls: %s',
    async (name) => {
      const variables = await readVariables(name);
      const isMutation = (await readOperation(name)).includes('mutation');

      const expected = await reference.run(name, { ...variables });
      const answer = await compiled.run(name, { ...variables });
      const again = isMutation ? answer : await compiled.run(name, { ...variables });

      expect(answer.errors).toBeUndefined();
      expect(answer.restCallCount).toBeLessThanOrEqual(expected.restCallCount);
      expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data));
      expect(again.data).toEqual(answer.data);
    },
  );
});
