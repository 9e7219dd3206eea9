// Runs the gateway as a process of its own, configured by environment variables.
// oxlint-disable-next-line import/no-unassigned-import -- what it does on import is its purpose
import './apollo-telemetry-off.ts';

import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { systemClock } from '../runtime/clock.ts';
import { CodedError } from '../runtime/coded-error.ts';
import { createLog } from '../runtime/log.ts';
import { onStopSignal } from '../runtime/stop-signal.ts';
import { loadSubgraphs } from '../schema/composition/load-subgraphs.ts';
import { parseGatewayConfig } from './config.ts';
import { createGateway } from './create-gateway.ts';
import { loadSupergraph } from './release/load-supergraph.ts';

const projectDirectory = fileURLToPath(new URL('..', import.meta.url));

try {
  const schemas = await loadSubgraphs(`${projectDirectory}subgraphs`);
  const config = parseGatewayConfig(
    process.env,
    schemas.map(({ name }) => name),
  );
  const log = createLog({ level: config.logLevel, name: 'gateway' });
  const gateway = createGateway({
    config,
    supergraphSdl: await loadSupergraph(`${projectDirectory}schema/supergraph.graphql`),
    subgraphs: schemas.map(({ name, url, sdl }) => ({
      name,
      url: config.subgraphUrls.get(name) ?? url,
      sdl,
    })),
    log,
    clock: systemClock,
    random: Math.random,
    randomBytes,
    newId: randomUUID,
  });
  onStopSignal({
    source: process,
    clock: systemClock,
    log,
    stop: () => gateway.stop(),
    fuseMs: config.drainDelayMs + 2 * config.drainTimeoutMs,
  });
  await gateway.start();
} catch (error) {
  const isForUser = error instanceof CodedError && error.kind === 'configuration';
  process.stderr.write(`${isForUser ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
