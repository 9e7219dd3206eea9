// Installs Apollo's integration suite where it is missing. It is not in the root install: 41 MB.
import { fileURLToPath } from 'node:url';

import { runCommand } from '../run/run-command.ts';
import { ensurePackages } from './ensure-packages.ts';

const fuseMs = 5 * 60_000;
const folder = fileURLToPath(new URL('integration-suite', import.meta.url));

const isReady = await ensurePackages(
  folder,
  async (args) => (await runCommand({ program: 'npm', args, fuseMs })) === 'passed',
);
process.exitCode = isReady ? 0 : 1;
