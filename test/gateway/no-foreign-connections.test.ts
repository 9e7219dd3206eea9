// A gateway process talks to nobody but its subgraphs: every outgoing connection is recorded.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { ask } from './test-graph.ts';
import { startTestSubgraph } from './test-subgraph.ts';

const projectDirectory = fileURLToPath(new URL('../..', import.meta.url));
const recorder = new URL('./record-connections.mjs', import.meta.url).href;

describe('a gateway process', () => {
  it('connects to its subgraphs only', async () => {
    const subgraph = await startTestSubgraph('any', 'type Query { markets: Int }', {
      Query: { markets: () => 1 },
    });
    const gateway = spawn(
      process.execPath,
      ['--import', recorder, '--import', 'tsx', 'gateway/main.ts'],
      {
        cwd: projectDirectory,
        env: {
          PATH: process.env['PATH'],
          MARQUE_PORT: '0',
          MARQUE_ENVIRONMENT: 'local',
          // What would make Apollo's libraries call home, if anything did.
          APOLLO_KEY: 'service:marque:0123456789abcdef',
          APOLLO_GRAPH_REF: 'marque@current',
          APOLLO_SCHEMA_REPORTING: 'true',
          APOLLO_TELEMETRY_DISABLED: 'false',
          ...Object.fromEntries(
            ['VEHICLE', 'OPTIONS', 'PRICING', 'MAINTENANCE'].map((name) => [
              `MARQUE_${name}_SUBGRAPH_URL`,
              subgraph.url,
            ]),
          ),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const targets: string[] = [];
    createInterface({ input: gateway.stderr }).on('line', (line) => targets.push(line));
    let url = '';
    for await (const line of createInterface({ input: gateway.stdout })) {
      const event = JSON.parse(line) as { msg: string; url?: string };
      if (event.msg === 'gateway.listening') {
        url = event.url ?? '';
        break;
      }
    }

    const { status } = await ask(`${url}/graphql`, '{ markets { id } }');
    gateway.stdout.resume();
    gateway.kill('SIGTERM');
    const [exitCode] = (await once(gateway, 'exit')) as [number | null];
    await subgraph.stop();

    expect(status).toBe(200);
    expect(exitCode).toBe(0);
    expect(new Set(targets)).toEqual(new Set([`connect 127.0.0.1:${subgraph.port}`]));
  });
});
