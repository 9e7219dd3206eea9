// Apollo's test suite for HTTP integrations against our HTTP layer: it takes any ApolloServer.
import { randomUUID } from 'node:crypto';

import { ApolloServer, type ApolloServerOptions, type BaseContext } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { expect, it, type RunnerTask } from 'vitest';

import { parseGatewayConfig } from '../../gateway/config.ts';
import { createHttpApp } from '../../gateway/http/create-http-app.ts';
import { registerGraphQLEndpoint } from '../../gateway/http/graphql-endpoint.ts';
import { toApolloRequest } from '../../gateway/http/graphql-request.ts';
import { silentLog } from '../../runtime/log.ts';

interface Suite {
  defineIntegrationTestSuite(
    createServer: (
      options: ApolloServerOptions<BaseContext>,
      settings?: { readonly context?: () => Promise<BaseContext> },
    ) => Promise<{ server: unknown; url: string; extraCleanup: () => Promise<void> }>,
  ): void;
}

// By a variable, so that only a run of this file needs the suite to be installed.
const suitePackage = './integration-suite/node_modules/@apollo/server-integration-testsuite';
const suite = (await import(`${suitePackage}/dist/esm/index.js`)) as Suite;

suite.defineIntegrationTestSuite(async (options, settings) => {
  const server = new ApolloServer(options);
  await server.start();
  const context = settings?.context ?? (() => Promise.resolve({}));
  const app = await createHttpApp({
    config: parseGatewayConfig({ MARQUE_PORT: '0' }),
    state: { supergraphId: () => undefined, isDraining: () => false },
    log: silentLog,
    newCorrelationId: randomUUID,
  });
  leaveBodiesToServer(app);
  registerGraphQLEndpoint(app, { path: '/', isGetAnswered: true }, (request) =>
    server.executeHTTPGraphQLRequest({ httpGraphQLRequest: toApolloRequest(request), context }),
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { server, url, extraCleanup: () => app.close() };
});

it('is the whole suite, but for what needs graphql 17', ({ task }) => {
  expect(countTests(task.file.tasks) - 1).toBe(246);
});

function countTests(tasks: readonly RunnerTask[]): number {
  return tasks.reduce((sum, task) => sum + (task.type === 'suite' ? countTests(task.tasks) : 1), 0);
}

/** The gateway refuses bodies that are not JSON with 415; the suite wants Apollo Server's 400. */
function leaveBodiesToServer(app: FastifyInstance): void {
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    done(null, undefined);
  });
}
