// A gateway that is asked by all its ways: past Fastify, by Fastify, and by the entry of AWS Lambda.
import { createLambdaHandler } from '../../../runtime/lambda/create-lambda-handler.ts';
import type { Log } from '../../../runtime/log.ts';
import { describeDoorFault } from '../../../gateway/http/door-fault.ts';
import { httpApiEvent } from '../../runtime/lambda/events.ts';
import {
  createTestGateway,
  startTestGraph,
  type TestAnswer,
  type TestGraph,
} from '../test-graph.ts';

/** A way to the same answerer. */
export type Way = (typeof ways)[number];

export const ways = ['fast path', 'Fastify', 'Lambda'] as const;

/** A gateway with its ways. */
export interface ThreeWays {
  readonly graph: TestGraph;
  /** Sends an operation by one of them. */
  ask(way: Way, query: string, headers?: Record<string, string>): Promise<TestAnswer>;
  stop(): Promise<void>;
}

/** Starts the test graph and beside it a function over the same subgraphs, with the same settings. */
export async function startThreeWays(env: Record<string, string>, log?: Log): Promise<ThreeWays> {
  const options = { env, ...(log ? { log } : {}) };
  const graph = await startTestGraph(options);
  const { vehicle, pricing, maintenance } = graph;
  const inFunction = createTestGateway({ ...options, subgraphs: [vehicle, pricing, maintenance] });
  const { handler } = createLambdaHandler({
    describeFault: describeDoorFault,
    start: () => inFunction.open(),
  });

  return {
    graph,
    async ask(way, query, headers = {}) {
      const body = JSON.stringify({ query });
      const sent = { 'content-type': 'application/json', ...headers };
      if (way === 'Lambda') {
        const event = httpApiEvent({ method: 'POST', path: '/graphql', headers: sent, body });
        const answer = await handler(event, {
          getRemainingTimeInMillis: () => 10_000,
          awsRequestId: 'request-1',
        });
        const text = String(answer.body);
        return {
          status: answer.statusCode ?? 0,
          headers: new Headers(answer.headers as Record<string, string>),
          text,
          body: JSON.parse(text) as TestAnswer['body'],
        };
      }
      // The same route to Fastify, another URL to the fast path.
      const url = way === 'Fastify' ? `${graph.url}?` : graph.url;
      const response = await fetch(url, { method: 'POST', headers: sent, body });
      const text = await response.text();
      const { status, headers: answered } = response;
      return { status, headers: answered, text, body: JSON.parse(text) as TestAnswer['body'] };
    },
    async stop() {
      await graph.stop();
      await inFunction.stop();
    },
  };
}
