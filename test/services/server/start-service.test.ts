// What stopping a service does with sockets that it does not answer on, and with those that it does.
import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import type { RunningPart } from '../../../runtime/part.ts';
import { createService } from '../../../services/server/create-service.ts';
import { startService } from '../../../services/server/start-service.ts';

/** A service whose `/v1/slow` answers when `release` is called; `asked` tells that it was asked. */
async function startSlowService(): Promise<{
  part: RunningPart;
  release: () => unknown;
  asked: Promise<unknown>;
}> {
  const events = new EventEmitter();
  const asked = once(events, 'asked');
  const service = await createService({
    name: 'slow',
    title: 'Slow',
    version: '1.0.0',
    log: silentLog,
    clock: systemClock,
    registerRoutes: (routes) =>
      routes.get('/v1/slow', async () => {
        const released = once(events, 'released');
        events.emit('asked');
        await released;
        return { answered: true };
      }),
  });
  const part = await startService({
    clock: systemClock,
    name: 'slow-api',
    service,
    config: { host: '127.0.0.1', port: 0 },
    portVariable: 'MARQUE_SLOW_API_PORT',
  });
  return { part, release: () => events.emit('released'), asked };
}

async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return socket;
}

describe('stopping a service', () => {
  it('does not wait for a socket that was opened in reserve and never used', async () => {
    const { part } = await startSlowService();
    const spare = await openSocket(part.url);
    // A request that came later is answered: so the server has taken the spare socket in by now.
    await fetch(`${part.url}/health`);
    const closed = once(spare, 'close');
    const startedAtMs = performance.now();

    await part.stop();

    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
    await closed;
  });

  it('answers what is under way before it closes', async () => {
    const { part, release, asked } = await startSlowService();
    const answer = fetch(`${part.url}/v1/slow`);
    await asked;

    const stopped = part.stop();
    release();

    expect(await (await answer).json()).toEqual({ answered: true });
    await stopped;
    await expect(fetch(`${part.url}/health`)).rejects.toThrow('fetch failed');
  });
});
