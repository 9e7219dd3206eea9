// Examines ports: free, taken by marque itself, or by whom else.
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';

import { type Finding, note, ok, problem } from './finding.ts';
import type { HttpProbe } from './http-probe.ts';

/** Tells whether a port can be had; `variable` is the one that sets it. */
export async function checkPort(
  variable: string,
  port: number,
  probe: HttpProbe,
): Promise<Finding> {
  const subject = `port ${port}`;
  const fault = await tryToListen(port);
  if (fault === undefined) return ok(subject, `is free (${variable}).`);
  if (fault !== 'EADDRINUSE') {
    return problem(subject, `cannot be opened (${fault}).`, `Set ${variable} to one above 1023.`);
  }
  const base = `http://127.0.0.1:${port}`;
  const health = await probe(variable === 'MARQUE_PORT' ? `${base}/health/live` : `${base}/health`);
  const isOurs =
    health.status === 200 &&
    (variable === 'MARQUE_PORT' ? isStatus(health.json, 'live') : isStatus(health.json, 'ok'));
  if (isOurs) return note(subject, `is taken by a part of marque that runs already (${variable}).`);

  const holder = await findHolder(port);
  return problem(
    subject,
    `is taken by ${holder ?? 'another program'}.`,
    `Stop it, or set ${variable} to a free port.`,
  );
}

function isStatus(json: unknown, status: string): boolean {
  return typeof json === 'object' && json !== null && 'status' in json && json.status === status;
}

/** Opens the port and closes it again; gives the code of the fault. */
async function tryToListen(port: number): Promise<string | undefined> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'EIO'));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(undefined)));
  });
}

/** Such as `node (pid 4711)`; only Linux tells, and of other users' programs only root is told. */
async function findHolder(port: number): Promise<string | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const inode = tables
    .flatMap((table) => table.split('\n'))
    .map((line) => line.trim().split(/\s+/))
    // Local address, state LISTEN, and the socket's inode.
    .find(
      ([, local, , state]) =>
        state === '0A' && Number.parseInt(local?.split(':')[1] ?? '', 16) === port,
    )?.[9];
  if (inode === undefined) return undefined;

  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const sockets = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const links = await Promise.all(
      sockets.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')),
    );
    if (!links.includes(`socket:[${inode}]`)) continue;
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a program');
    return `${name.trim()} (pid ${pid})`;
  }
  return undefined;
}
