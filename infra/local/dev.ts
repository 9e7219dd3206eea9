// `npm run dev`: the local stack, recomposed and started again whenever a source file changes.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { systemClock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import { onStopSignal } from '../../runtime/stop-signal.ts';
import { createReload } from './reload-on-change.ts';
import { findSyntaxFaults } from './syntax-faults.ts';
import { watchSources } from './watch-sources.ts';

const rootDirectory = fileURLToPath(new URL('../..', import.meta.url));
const folders = ['runtime', 'cache', 'services', 'subgraphs', 'schema', 'gateway', 'infra'];

let stack: ChildProcess | undefined;
let isStopping = false;
let stopWatching: (() => void) | undefined;
const reload = createReload({
  findSyntaxFaults: (paths) => findSyntaxFaults(rootDirectory, paths),
  recompose,
  restart: async () => {
    if (stack) await stopStack(stack);
    if (!isStopping) stack = startStack();
  },
  print: (line) => console.log(line),
});
onStopSignal({
  source: process,
  clock: systemClock,
  log: silentLog,
  stop: async () => {
    isStopping = true;
    stopWatching?.();
    if (stack) await stopStack(stack);
  },
});
await reload.start();
stopWatching = isStopping
  ? undefined
  : watchSources({ rootDirectory, folders, onChange: (paths) => reload.change(paths) });

function startStack(): ChildProcess {
  return spawn(
    process.execPath,
    ['--import', 'tsx', 'infra/local/main.ts', ...process.argv.slice(2)],
    {
      cwd: rootDirectory,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
}

async function stopStack(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Resolver types and supergraph follow the schemas; what is wrong with them is printed by the tools themselves. */
async function recompose(): Promise<boolean> {
  for (const tool of ['schema/composition/main.ts', 'infra/codegen/main.ts']) {
    const child = spawn(process.execPath, ['--import', 'tsx', tool], {
      cwd: rootDirectory,
      stdio: 'inherit',
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) return false;
  }
  return true;
}
