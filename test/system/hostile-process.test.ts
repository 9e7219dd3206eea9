// The gateway's process from outside: told to stop under load, and with upstreams that never answer.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { PartReadyMessage } from '../../runtime/run-part.ts';
import { rootFolder } from '../house/read-source-files.ts';

interface FetchBody {
  readonly query: string;
  readonly variables: { readonly id: string };
}

/** A fetch that waits for its answer. */
interface Held {
  readonly data: object;
  readonly response: ServerResponse;
}

let upstream: Server;
let held: Held[];
let child: ChildProcess | undefined;

beforeEach(async () => {
  held = [];
  upstream = createServer((request, response) => {
    void json(request).then((body) => {
      const { query, variables } = body as FetchBody;
      // The gateway gives root fields names of its own.
      const [, name = 'market'] = /\{(?:(\w+):)?market\(/.exec(query) ?? [];
      held.push({ data: { [name]: { id: variables.id } }, response });
    });
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
});
afterEach(() => {
  child?.kill('SIGKILL');
  upstream.closeAllConnections();
  upstream.close();
});

async function startGateway(variables: Record<string, string>): Promise<string> {
  const subgraphUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/graphql`;
  const teams = ['VEHICLE', 'OPTIONS', 'PRICING', 'MAINTENANCE'];
  child = fork('gateway/main.ts', {
    cwd: rootFolder,
    execArgv: ['--import', 'tsx'],
    env: {
      PATH: process.env['PATH'],
      MARQUE_PORT: '0',
      MARQUE_ADMIN: 'false',
      MARQUE_LOG_LEVEL: 'silent',
      ...Object.fromEntries(teams.map((team) => [`MARQUE_${team}_SUBGRAPH_URL`, subgraphUrl])),
      ...variables,
    },
  });
  const [ready] = (await once(child, 'message')) as [PartReadyMessage];
  return ready.url;
}

async function ask(url: string, id: string) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'query($id: ID!) { market(id: $id) { id } }',
      variables: { id },
    }),
  });
  const body = (await response.json()) as { readonly data?: unknown };
  return { status: response.status, connection: response.headers.get('connection'), ...body };
}

function release({ data, response }: Held): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ data }));
}

// The machine may be busy with other tests.
const patient = { timeout: 15_000 };

describe('a gateway that is told to stop', { timeout: 60_000 }, () => {
  it('under load says so, answers what it has taken in, and ends well', async () => {
    const url = await startGateway({ MARQUE_DRAIN_DELAY: '700ms', MARQUE_DRAIN_TIMEOUT: '10s' });
    const ids = Array.from({ length: 30 }, (_, index) => `M${index}`);
    const answers = ids.map((id) => ask(url, id));
    // While the processor is busy, not all of them run at a time.
    await expect.poll(() => held.length, patient).toBeGreaterThan(5);
    const ended = child ? once(child, 'exit') : undefined;

    child?.kill('SIGTERM');
    await expect.poll(async () => (await fetch(`${url}/health/ready`)).status, patient).toBe(503);
    const late = ask(url, 'late');
    await wait(300);
    const releasing = setInterval(() => held.splice(0).forEach(release), 10);
    const all = await Promise.all([...answers, late]);
    clearInterval(releasing);
    const [code, signal] = (await ended) ?? [];

    expect(all.map(({ status, data }) => ({ status, data }))).toEqual(
      [...ids, 'late'].map((id) => ({ status: 200, data: { market: { id } } })),
    );
    expect(all.every(({ connection }) => connection === 'close')).toBe(true);
    expect([code, signal]).toEqual([0, null]);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('does not wait for upstreams beyond its time', async () => {
    const url = await startGateway({ MARQUE_DRAIN_DELAY: '0ms', MARQUE_DRAIN_TIMEOUT: '300ms' });
    const hanging = ask(url, 'hanging').then(
      ({ status }) => status,
      () => 'cut',
    );
    await expect.poll(() => held.length, patient).toBe(1);
    const ended = child ? once(child, 'exit') : undefined;
    const startedAtMs = performance.now();

    child?.kill('SIGTERM');
    const [code, signal] = (await ended) ?? [];

    expect(performance.now() - startedAtMs).toBeLessThan(5_000);
    expect([code, signal]).toEqual([0, null]);
    expect(['cut', 503, 504]).toContain(await hanging);
  });
});
