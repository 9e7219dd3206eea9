// A response whose client leaves, on real sockets.
import type { ServerResponse } from 'node:http';

import { describe, expect, it } from 'vitest';

import { type CallerWatch, watchCaller } from '../../../runtime/http/caller-watch.ts';
import { startTestUpstream } from './open-test-client.ts';

async function startWatched() {
  let found: ((watched: { watch: CallerWatch; response: ServerResponse }) => void) | undefined;
  const watched = new Promise<{ watch: CallerWatch; response: ServerResponse }>((resolve) => {
    found = resolve;
  });
  const { url } = await startTestUpstream((response) =>
    found?.({ watch: watchCaller(response), response }),
  );
  const client = new AbortController();
  const reply = fetch(url, { signal: client.signal }).catch(() => undefined);
  return { ...(await watched), client, reply };
}

const closed = (response: ServerResponse) =>
  new Promise<void>((resolve) => void response.once('close', resolve));

describe('a watched caller', () => {
  it('that leaves aborts the signal, and says why', async () => {
    const { watch, response, client } = await startWatched();

    client.abort();
    await closed(response);

    expect(watch.signal.reason).toMatchObject({ code: 'REQUEST_ABORTED' });
  });

  it('that is answered aborts nothing', async () => {
    const { watch, response, reply } = await startWatched();
    const isClosed = closed(response);

    response.end('done');
    await Promise.all([reply, isClosed]);

    expect(watch.signal.aborted).toBe(false);
  });

  it('that no longer matters aborts nothing', async () => {
    const { watch, response, client } = await startWatched();

    watch.disregard();
    client.abort();
    await closed(response);

    expect(watch.signal.aborted).toBe(false);
  });
});
