// A real redis-server for tests: on a free loopback port, in memory only, gone with the test.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

import { Redis } from 'ioredis';

/** A redis-server of the test's own. */
export interface RedisServer {
  readonly url: string;
  /** A client for arranging and looking, apart from the one under test. */
  readonly admin: Redis;
  /** Freezes the process: its sockets stay open, nothing answers. */
  freeze(): void;
  thaw(): void;
  /** Ends the process, and waits for that. */
  kill(): Promise<void>;
  /** Starts the process again on the same port, empty. */
  restart(): Promise<void>;
  /** Ends process and client. */
  stop(): Promise<void>;
}

/** Starts a redis-server and waits until it answers. `npm test` sees to it that it is installed. */
export async function startRedisServer(): Promise<RedisServer> {
  const port = await findFreePort();
  let child = await startProcess(port);
  const admin = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 20 });
  admin.on('error', () => undefined);

  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    admin,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill,
    async restart() {
      await kill();
      child = await startProcess(port);
    },
    async stop() {
      admin.disconnect();
      await kill();
    },
  };
}

async function startProcess(port: number): Promise<ChildProcess> {
  const flags = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp'];
  const child = spawn('redis-server', ['--port', String(port), ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = new Promise<void>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`redis-server ended:\n${output}`)));
  });
  await ready;
  return child;
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port was given');
  return address.port;
}
