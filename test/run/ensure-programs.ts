// Sees to it that the programs are there, installing them with apt-get where that is possible.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import type { RequiredProgram } from './required-programs.ts';
import { runCommand } from './run-command.ts';

/** What this machine is like. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** The value of PATH. */
  readonly path: string;
  /** Runs a command to its end; whether it succeeded. */
  readonly run: (program: string, args: readonly string[]) => Promise<boolean>;
  readonly print: (line: string) => void;
}

const installFuseMs = 5 * 60_000;

/** The machine that we run on. */
export function inspectMachine(): Machine {
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    path: process.env['PATH'] ?? '',
    run: async (program, args) =>
      (await runCommand({ program, args, fuseMs: installFuseMs })) === 'passed',
    print: (line) => console.log(line),
  };
}

/**
 * Installs what is missing, saying so, and answers whether all programs are there now. Where it
 * cannot, one line a program says how to get it.
 */
export async function ensurePrograms(
  programs: readonly RequiredProgram[],
  machine: Machine,
): Promise<boolean> {
  const missing = programs.filter(({ program }) => !isOnPath(program, machine.path));
  if (missing.length === 0) return true;

  const prefix = await findInstaller(machine);
  if (prefix) await installWithApt(missing, prefix, machine);

  const stillMissing = missing.filter(({ program }) => !isOnPath(program, machine.path));
  for (const program of stillMissing) machine.print(describeManualInstall(program, machine));
  return stillMissing.length === 0;
}

function isOnPath(program: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    if (folder === '') return false;
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** How to call apt-get without being asked for a password; `undefined` where that is impossible. */
async function findInstaller(machine: Machine): Promise<readonly string[] | undefined> {
  if (machine.platform !== 'linux' || !isOnPath('apt-get', machine.path)) return undefined;
  if (machine.isRoot) return [];
  if (!isOnPath('sudo', machine.path)) return undefined;
  return (await machine.run('sudo', ['-n', 'true'])) ? ['sudo', '-n'] : undefined;
}

async function installWithApt(
  missing: readonly RequiredProgram[],
  prefix: readonly string[],
  machine: Machine,
): Promise<void> {
  const packages = missing.map(({ aptPackage }) => aptPackage);
  const calls = [
    ['apt-get', 'update', '-q'],
    ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '-y', '-q'].concat(
      '--no-install-recommends',
      packages,
    ),
  ];
  machine.print(`Missing for the tests: ${packages.join(', ')}. Installing with apt-get.`);
  for (const call of calls) {
    const [program = '', ...args] = [...prefix, ...call];
    machine.print(`> ${[program, ...args].join(' ')}`);
    // A list that cannot be updated need not keep a package from being installed.
    await machine.run(program, args);
  }
}

function describeManualInstall(missing: RequiredProgram, machine: Machine): string {
  const { program, aptPackage, brewPackage } = missing;
  const how =
    machine.platform === 'darwin'
      ? `brew install ${brewPackage}`
      : `sudo apt-get install ${aptPackage} (or your system's package of it)`;
  return `The tests need ${program}, which could not be installed from here: ${how}`;
}
