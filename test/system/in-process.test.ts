// A gateway that asks its subgraphs without a socket answers, counts and fails as it does by HTTP.
import { describe, expect, it } from 'vitest';

import { createInProcessLauncher } from '../../infra/local/launch-in-process.ts';
import { systemClock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import { allBranches, branchOf, branchVariables } from './branches.ts';
import { findPublicSamples, ownershipSamples } from './operation-samples.ts';
import { sample } from './samples.ts';
import { useStack } from './stack-under-test.ts';

const caller = { subject: sample.owner, scopes: 'vehicle:read' };

describe('subgraphs in the process of the gateway', () => {
  const byHttp = useStack(caller);
  const inProcess = useStack({
    ...caller,
    launch: createInProcessLauncher({ clock: systemClock, log: silentLog, skipsSockets: true }),
  });

  it('answer each operation with the same data and the same count of fetches and REST calls', async () => {
    const samples = (await findPublicSamples(byHttp)).filter(({ name }) => !name.startsWith('12-'));

    for (const { name, variables } of [...samples, ...ownershipSamples]) {
      const expected = await byHttp.run(name, variables);
      const answer = await inProcess.run(name, variables);

      expect(answer.errors, name).toBeUndefined();
      expect(answer.data, name).toEqual(expected.data);
      expect(totalsOf(answer.extensions), name).toEqual(totalsOf(expected.extensions));
    }
  });

  it('that stop take their own branch with them, as any other does', async () => {
    await inProcess.stopPart('options subgraph');
    const during = await inProcess.query(allBranches, branchVariables);
    await inProcess.startPart('options subgraph');

    expect(during.errors).toMatchObject([
      { path: [branchOf.options], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } },
    ]);
    await expect
      .poll(async () => (await inProcess.query(allBranches, branchVariables)).errors, {
        timeout: 15_000,
        interval: 250,
      })
      .toBeUndefined();
  });
});

function totalsOf(extensions: Readonly<Record<string, unknown>>): unknown {
  return (extensions['marque'] as { totals: unknown }).totals;
}
