// Installing what the tests need, on machines of several kinds.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ensurePrograms, type Machine } from './ensure-programs.ts';
import type { RequiredProgram } from './required-programs.ts';

const programs: readonly RequiredProgram[] = [
  { program: 'redis-server', aptPackage: 'redis-server', brewPackage: 'redis' },
];

describe('ensurePrograms', () => {
  let folder: string;
  let calls: string[];
  let lines: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marque-path-'));
    calls = [];
    lines = [];
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const place = async (program: string): Promise<void> => {
    const path = join(folder, program);
    await writeFile(path, '');
    await chmod(path, 0o755);
  };
  /** A machine whose PATH is one folder, and where installing puts redis-server there. */
  const createMachine = (more: Partial<Machine> = {}): Machine => ({
    platform: 'linux',
    isRoot: false,
    path: folder,
    run: async (program, args) => {
      calls.push([program, ...args].join(' '));
      if (args.includes('install')) await place('redis-server');
      return true;
    },
    print: (line) => void lines.push(line),
    ...more,
  });

  it('does and says nothing where all programs are there', async () => {
    await place('redis-server');

    expect(await ensurePrograms(programs, createMachine())).toBe(true);

    expect([calls, lines]).toEqual([[], []]);
  });

  it('installs as root, after updating the lists, and says so', async () => {
    await place('apt-get');

    expect(await ensurePrograms(programs, createMachine({ isRoot: true }))).toBe(true);

    expect(calls).toEqual([
      'apt-get update -q',
      'env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends redis-server',
    ]);
    expect(lines[0]).toContain('redis-server');
  });

  it('installs through sudo where that asks for no password', async () => {
    await place('apt-get');
    await place('sudo');

    expect(await ensurePrograms(programs, createMachine())).toBe(true);

    expect(calls.every((call) => call.startsWith('sudo -n '))).toBe(true);
  });

  it('says in one line how to install where sudo asks for a password', async () => {
    await place('apt-get');
    await place('sudo');
    const machine = createMachine({ run: () => Promise.resolve(false) });

    expect(await ensurePrograms(programs, machine)).toBe(false);

    expect(lines).toEqual([expect.stringContaining('sudo apt-get install redis-server')]);
  });

  it('says in one line how to install on macOS', async () => {
    expect(await ensurePrograms(programs, createMachine({ platform: 'darwin' }))).toBe(false);

    expect(lines).toEqual([expect.stringContaining('brew install redis')]);
    expect(calls).toEqual([]);
  });

  it('says how to install where apt-get could not', async () => {
    await place('apt-get');
    const machine = createMachine({ isRoot: true, run: () => Promise.resolve(false) });

    expect(await ensurePrograms(programs, machine)).toBe(false);

    expect(lines.at(-1)).toContain('could not be installed');
  });
});
