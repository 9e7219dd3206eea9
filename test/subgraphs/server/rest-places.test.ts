// A resource that takes few calls at a time: who waits, who is sent away, who leaves.
import type { ServerResponse } from 'node:http';

import { describe, expect, it } from 'vitest';

import type { RestResource } from '../../../subgraphs/server/rest-resource.ts';
import { oneThing, sendJson, startRestBench, thingSchema } from './rest-bench.ts';

const scarce: RestResource = { ...oneThing, name: 'scarce', maxConcurrent: 1, isPrivate: true };
const maxQueued = 100;

/** A service that answers when the test does; `ask` gives the id, or the code of the error. */
async function startScarceService() {
  const calls: ServerResponse[] = [];
  const { client, requests, createRequest } = await startRestBench((_request, response) =>
    calls.push(response),
  );
  const ask = (id: string, timeoutMs = 10_000): Promise<unknown> =>
    client
      .get(createRequest(timeoutMs), { resource: scarce, params: { id }, schema: thingSchema })
      .then(
        (thing) => thing?.id,
        (error: { extensions: { code: string } }) => error.extensions.code,
      );
  const answerNext = async (id: string): Promise<void> => {
    await expect.poll(() => calls.length).toBeGreaterThan(0);
    const call = calls.shift();
    if (call) sendJson(call, { id, size: 1 });
  };
  return { ask, answerNext, requests };
}

describe('a resource that takes one call at a time', () => {
  it('is asked in the order of asking, and refuses who would wait behind too many', async () => {
    const { ask, answerNext, requests } = await startScarceService();
    const ids = Array.from({ length: 1 + maxQueued }, (_, index) => `t${index}`);
    const answers = ids.map((id) => ask(id));

    const oneTooMany = await ask('late');
    for (const id of ids) await answerNext(id);

    expect(oneTooMany).toBe('UPSTREAM_UNAVAILABLE');
    expect(await Promise.all(answers)).toEqual(ids);
    expect(requests).toEqual(ids.map((id) => `GET /v1/things/${id}`));
  });

  it('frees the place of a caller who left while waiting', async () => {
    const { ask, answerNext, requests } = await startScarceService();
    const first = ask('first');
    const leavers = Array.from({ length: maxQueued }, (_, index) => ask(`t${index}`, 20));

    const left = await Promise.all(leavers);
    const last = ask('last');
    await answerNext('first');
    await answerNext('last');

    expect(new Set(left)).toEqual(new Set(['UPSTREAM_TIMEOUT']));
    expect([await first, await last]).toEqual(['first', 'last']);
    expect(requests).toEqual(['GET /v1/things/first', 'GET /v1/things/last']);
  });
});
