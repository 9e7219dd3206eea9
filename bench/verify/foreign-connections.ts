// Whether a process talks to anybody but this machine.
import { readdir, readFile, readlink } from 'node:fs/promises';

import { readProcessTree } from '../measure/process-usage.ts';

/** An open connection as `/proc/net/tcp` tells it. */
export interface OpenConnection {
  readonly inode: string;
  /** Hexadecimal, as the kernel writes it. */
  readonly remoteAddress: string;
}

const loopback = /^(0100007F|00000000|0{32}|0{24}01000000|0{16}FFFF00000100007F)$/;

/** Remote ends, outside of this machine, of the connections that the process and its children have now. */
export async function listForeignConnections(pid: number): Promise<readonly string[]> {
  const tables = await Promise.all(
    ['tcp', 'tcp6', 'udp', 'udp6'].map((name) =>
      readFile(`/proc/net/${name}`, 'utf8').catch(() => ''),
    ),
  );
  const foreign = tables
    .flatMap(parseConnections)
    .filter(({ remoteAddress }) => !loopback.test(remoteAddress));
  if (foreign.length === 0) return [];

  const family = await readProcessTree(pid);
  const inodes = new Set((await Promise.all(family.map((one) => listSockets(one.pid)))).flat());
  return foreign.flatMap(({ inode, remoteAddress }) => (inodes.has(inode) ? [remoteAddress] : []));
}

/** Parses a table of `/proc/net`. */
export function parseConnections(table: string): readonly OpenConnection[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const remoteAddress = fields[2]?.split(':')[0];
      const inode = fields[9];
      return remoteAddress === undefined || inode === undefined ? [] : [{ inode, remoteAddress }];
    });
}

async function listSockets(pid: number): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  const targets = await Promise.all(
    names.map((name) => readlink(`${folder}/${name}`).catch(() => '')),
  );
  return targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []);
}
