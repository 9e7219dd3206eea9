// The workload vehicle: pages of the project's own graph, answered by its own services once and from memory then.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createInProcessLauncher } from '../../infra/local/launch-in-process.ts';
import { localParts } from '../../infra/local/local-parts.ts';
import { startLocalStack } from '../../infra/local/local-stack.ts';
import type { Clock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import type { Workload, WorkloadOperation, WorkloadOptions } from './workload.ts';

/** What the workload stands on. */
export interface VehicleWorkloadOptions extends WorkloadOptions {
  readonly rootDirectory: string;
  readonly clock: Clock;
}

const market = 'DE';
const subgraphNames = ['maintenance', 'options', 'pricing', 'vehicle'] as const;
const pages = [
  ['configurator', '08-selectables.graphql'],
  ['variant', '04-model-variant.graphql'],
  ['markets', '01-markets.graphql'],
] as const;

/** Starts services and subgraphs in this process, on loopback and in a folder that is removed afterwards. */
export async function startVehicle(options: VehicleWorkloadOptions): Promise<Workload> {
  const { rootDirectory, clock, distinctVariables } = options;
  const dataDirectory = await mkdtemp(join(tmpdir(), 'marque-bench-'));
  const environment: Record<string, string> = {
    MARQUE_DATA_DIR: dataDirectory,
    MARQUE_LOG_LEVEL: 'silent',
  };
  for (const part of localParts) environment[part.portVariable] = '0';
  const stack = await startLocalStack({
    parts: localParts.filter(({ tier }) => tier !== 'gateway'),
    environment,
    launch: createInProcessLauncher({ clock, log: silentLog }),
    clock,
  });
  const ids = await listVariants(stack.environment['MARQUE_VEHICLE_API_URL'] ?? '');
  const variables = ids.slice(0, distinctVariables).map((id) => ({ id, market }));

  return {
    id: 'vehicle',
    subgraphs: await Promise.all(
      subgraphNames.map(async (name) => ({
        name,
        sdl: await readFile(join(rootDirectory, 'subgraphs', name, 'schema.graphql'), 'utf8'),
        originUrl: stack.environment[`MARQUE_${name.toUpperCase()}_SUBGRAPH_URL`] ?? '',
      })),
    ),
    originHeaders: { 'x-marque-language': 'de', 'x-marque-market': market },
    operations: await Promise.all(
      pages.map(async ([id, file]): Promise<WorkloadOperation> => {
        const document = await readFile(join(rootDirectory, 'schema/operations', file), 'utf8');
        return { id, document, variables: document.includes('$id') ? variables : [{}] };
      }),
    ),
    close: async () => {
      await stack.stop();
      await rm(dataDirectory, { recursive: true });
    },
  };
}

/** Ids of model variants, page by page. */
async function listVariants(serviceUrl: string): Promise<readonly string[]> {
  const ids: string[] = [];
  let pageToken: string | null | undefined;
  do {
    const query = new URLSearchParams({ market, limit: '100', ...(pageToken && { pageToken }) });
    const response = await fetch(`${serviceUrl}/v1/model-variants?${query.toString()}`);
    const page = (await response.json()) as {
      readonly items: readonly { readonly id: string }[];
      readonly nextPageToken?: string | null | undefined;
    };
    ids.push(...page.items.map(({ id }) => id));
    pageToken = page.nextPageToken;
  } while (pageToken);
  return ids;
}
