// Our gateway twice: with nothing of telemetry, and with all of it as one would run it in production.
import { join } from 'node:path';

import { findFreePort } from '../machine/free-port.ts';
import type { Contestant } from './contestant.ts';
import { ourGateway, prepareOurs } from './gateways.ts';

/** Ids of the two. */
export const telemetryIds = { off: 'telemetry-off', on: 'telemetry-on' } as const;

const prepareOff = prepareOurs({
  MARQUE_LOG_LEVEL: 'silent',
  MARQUE_ADMIN: 'false',
  MARQUE_USAGE: 'off',
});

/** They take part only where they are asked for. */
export const telemetryContestants: readonly Contestant[] = [
  {
    ...ourGateway,
    id: telemetryIds.off,
    name: 'marque, telemetry off',
    prepare: prepareOff,
  },
  {
    ...ourGateway,
    id: telemetryIds.on,
    name: 'marque, telemetry on',
    prepare: async (setup) => {
      const [adminPort, tracesPort] = [await findFreePort(), await findFreePort()];
      const prepare = prepareOurs({
        MARQUE_LOG_LEVEL: 'info',
        MARQUE_ADMIN_PORT: String(adminPort),
        MARQUE_USAGE: 'file',
        MARQUE_USAGE_DIR: join(setup.workDirectory, 'usage'),
        MARQUE_TRACE_SAMPLE_RATIO: '0.01',
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${tracesPort}`,
      });
      const command = await prepare(setup);
      return {
        ...command,
        // As with a collector of logs that keeps up.
        discardsOutput: true,
        companion: {
          program: process.execPath,
          args: [
            '--import',
            'tsx',
            'bench/telemetry/main.ts',
            String(tracesPort),
            `http://127.0.0.1:${adminPort}`,
          ],
          directory: setup.rootDirectory,
          environment: {},
        },
      };
    },
  },
];
