// `npm start`, as it is typed: what it prints, what stops it, what it says when it cannot.
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { isGone, spawnStartCommand, type StartCommand } from './start-command.ts';

const markets = JSON.stringify({ query: '{ markets { id currency { code } } }' });
const parts = ['vehicle', 'options', 'pricing', 'maintenance'];

describe('npm start', { timeout: 90_000 }, () => {
  let command: StartCommand | undefined;
  afterEach(async () => {
    await command?.cleanUp();
    command = undefined;
  });

  it('names each part as it becomes ready, answers at the printed URL, and Ctrl-C stops all of it', async () => {
    command = await spawnStartCommand(['--port', '0']);
    const url = await command.url();

    const answer = await post(url);
    const urls = [...command.output.matchAll(/http:\/\/127\.0\.0\.1:\d+/g)].map(([found]) => found);
    command.interrupt();
    const exitCode = await command.exitCode();

    expect(answer).toMatchObject({ data: { markets: expect.arrayContaining([]) } });
    for (const part of parts) {
      expect(command.output).toContain(`${part} service`);
      expect(command.output).toContain(`${part} subgraph`);
    }
    // Four services, four subgraphs, the gateway, and the port for operators of each.
    expect(new Set(urls).size).toBe(18);
    expect(exitCode).toBe(0);
    for (const partUrl of urls) expect(await isGone(partUrl)).toBe(true);
  });

  it('stops all of it when a script ends npm alone', async () => {
    command = await spawnStartCommand(['--port', '0']);
    const url = await command.url();

    command.child.kill('SIGTERM');
    await command.exitCode();

    await expect.poll(() => isGone(url), { timeout: 10_000 }).toBe(true);
  });

  it('says in one line that the port is taken and what to do', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;

    command = await spawnStartCommand(['--port', String(port)]);
    const exitCode = await command.exitCode();
    taken.close();

    expect(exitCode).toBe(1);
    const said = command.output.split('\n').filter((line) => line.includes(String(port)));
    expect(said.filter((line) => line.includes('taken'))).toHaveLength(1);
    expect(command.output).not.toMatch(/^\s+at /m);
  });

  it('reports every fault of the configuration at once, without a stack', async () => {
    command = await spawnStartCommand(['--port', 'abc'], { MARQUE_VEHICLE_API_PORT: '99999' });

    const exitCode = await command.exitCode();

    expect(exitCode).toBe(1);
    expect(command.output).toContain('MARQUE_PORT');
    expect(command.output).toContain('MARQUE_VEHICLE_API_PORT');
    expect(command.output).not.toMatch(/^\s+at /m);
  });

  it('refuses an unknown option and shows the usage', async () => {
    command = await spawnStartCommand(['--prot', '4000']);

    const exitCode = await command.exitCode();

    expect(exitCode).toBe(1);
    expect(command.output).toContain("'--prot'");
    expect(command.output).toContain('Usage: npm start');
  });

  it('uses a service of the user instead of starting its own', async () => {
    const other = await spawnStartCommand(['--port', '0']);
    try {
      await other.url();
      const ownUrl = (await other.waitFor(/vehicle service\s+(http:\S+)/))[1] ?? '';

      command = await spawnStartCommand(['--port', '0'], { MARQUE_VEHICLE_API_URL: ownUrl });
      const url = await command.url();
      const answer = await post(url);

      expect(command.output).toMatch(new RegExp(`vehicle service\\s+${ownUrl}\\s+yours`));
      expect(answer).toMatchObject({ data: { markets: expect.arrayContaining([]) } });
    } finally {
      await other.cleanUp();
    }
  });
});

describe('npm start -- --processes', { timeout: 120_000 }, () => {
  let command: StartCommand | undefined;
  afterEach(async () => {
    await command?.cleanUp();
    command = undefined;
  });

  it('runs each part in a process of its own, starts a killed one again, and stops cleanly', async () => {
    command = await spawnStartCommand(['--port', '0', '--processes']);
    const url = await command.url();
    const pid = await pidOf(command, 'pricing service');

    process.kill(pid, 'SIGKILL');
    await command.waitFor(/pricing service ended \(SIGKILL\)/);

    await expect
      .poll(async () => ((await post(url)) as { errors?: unknown }).errors, { timeout: 20_000 })
      .toBeUndefined();
    command.interrupt();
    expect(await command.exitCode()).toBe(0);
    expect(await isGone(url)).toBe(true);
  });

  it('leaves no process behind when it is killed itself', async () => {
    command = await spawnStartCommand(['--port', '0', '--processes']);
    const url = await command.url();
    const serviceUrl = (await command.waitFor(/options service\s+(http:\S+)/))[1] ?? '';
    const parentPid = parentOf(await pidOf(command, 'options service'));

    process.kill(parentPid, 'SIGKILL');

    await expect.poll(() => isGone(url), { timeout: 15_000 }).toBe(true);
    await expect.poll(() => isGone(serviceUrl), { timeout: 15_000 }).toBe(true);
  });
});

async function post(url: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: markets,
  });
  return await response.json();
}

/** The process of a part, as it was printed beside its address. */
async function pidOf(command: StartCommand, part: string): Promise<number> {
  const line = await command.waitFor(new RegExp(`${part}\\s+http:\\S+.*pid (\\d+)`));
  return Number(line[1]);
}

function parentOf(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
}
