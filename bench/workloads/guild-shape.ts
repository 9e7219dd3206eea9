// The workload guild-shape: four small subgraphs, and documents in the shape of The Guild's benchmark.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { graphql, type GraphQLSchema, graphqlSync } from 'graphql';

import {
  createGuildMonolithSchema,
  createGuildSubgraphSchema,
  guildSubgraphNames,
  readGuildSdl,
} from '../guild-shape/subgraph-schemas.ts';
import type { Workload, WorkloadOptions } from './workload.ts';

const directory = join(import.meta.dirname, '../guild-shape');
const stockFetches = { heavy: 16, small: 4, tiny: 1 } as const;

/** Starts the subgraphs on loopback. Each request asks for a segment of its own, so for ids of its own. */
export async function startGuildShape({ distinctVariables }: WorkloadOptions): Promise<Workload> {
  const schemas = new Map(
    guildSubgraphNames.map((name) => [`/${name}`, createGuildSubgraphSchema(name)]),
  );
  const monolith = createGuildMonolithSchema();
  const origin = await startOrigin(schemas);

  return {
    id: 'guild-shape',
    subgraphs: guildSubgraphNames.map((name) => ({
      name,
      sdl: readGuildSdl(name),
      originUrl: `${origin.url}/${name}`,
    })),
    originHeaders: {},
    operations: (['heavy', 'small', 'tiny'] as const).map((id) => {
      const document = readFileSync(join(directory, `${id}.graphql`), 'utf8');
      return {
        id,
        document,
        stockFetches: stockFetches[id],
        variables: Array.from({ length: distinctVariables }, (_none, segment) => ({ segment })),
        expectedData: (variableValues) =>
          graphqlSync({ schema: monolith, source: document, variableValues }).data,
      };
    }),
    close: origin.close,
  };
}

interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string | null;
}

async function startOrigin(schemas: ReadonlyMap<string, GraphQLSchema>) {
  const server = createServer((request, response) => {
    const schema = schemas.get(request.url ?? '');
    const answer = async (): Promise<void> => {
      const { query, variables, operationName } = JSON.parse(
        await readBody(request),
      ) as SubgraphRequest;
      const result = schema
        ? await graphql({
            schema,
            source: query,
            variableValues: variables ?? {},
            operationName: operationName ?? null,
          })
        : {};
      response.writeHead(schema ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(result));
    };
    answer().catch(() => response.writeHead(400).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
