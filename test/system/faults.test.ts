// A service or a subgraph goes away: the other branches answer, the error says which one, and all comes back by itself.
import { describe, expect, it } from 'vitest';

import { allBranches, branchOf, branchVariables, owners } from './branches.ts';
import { inner } from './row-selection.ts';
import { sample } from './samples.ts';
import { readOperation, useStack } from './stack-under-test.ts';

describe('a part that is down', () => {
  const stack = useStack();

  it.each(owners.flatMap((owner) => [`${owner} service`, `${owner} subgraph`] as const))(
    'takes only its own branch with it, and comes back without a restart of the others: %s',
    async (part) => {
      const owner = owners.find((name) => part.startsWith(name)) ?? 'vehicle';

      await stack.stopPart(part);
      const during = await stack.query(allBranches, branchVariables);
      await stack.startPart(part);

      expect(during.status).toBe(200);
      for (const [name, branch] of Object.entries(branchOf)) {
        expect(during.data[branch] === null, branch).toBe(name === owner);
      }
      expect(during.errors).toHaveLength(1);
      expect(during.errors?.[0]).toMatchObject({
        path: [branchOf[owner]],
        extensions: { service: owner, code: expect.stringMatching(/^[A-Z_]+$/) },
      });
      expect(JSON.stringify(during.errors)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|\.ts:\d/);
      await expect
        .poll(
          async () => {
            return (await stack.query(allBranches, branchVariables)).errors;
          },
          { timeout: 15_000, interval: 250 },
        )
        .toBeUndefined();
    },
  );

  it('leaves the rest of a variant page standing when prices are away', async () => {
    await stack.stopPart('pricing service');
    const answer = await stack.query(await readOperation('04-model-variant'), {
      id: sample.variant,
      market: sample.market,
    });
    await stack.startPart('pricing service');

    const page = inner(answer.data, 'modelVariant');
    expect(page['name']).toEqual(expect.any(String));
    expect(page['standardEquipment']).not.toBeNull();
    expect(page['intervals']).not.toBeNull();
    expect(page['basePrice']).toBeNull();
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]).toMatchObject({
      path: ['modelVariant', 'basePrice'],
      extensions: { service: 'pricing' },
    });
  });
});
