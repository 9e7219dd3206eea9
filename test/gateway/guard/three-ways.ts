// A gateway that is asked by all its ways: past Fastify, by Fastify, and by the entry of AWS Lambda.
import { describeDoorFault } from '../../../gateway/http/door-fault.ts';
import { createLambdaHandler } from '../../../runtime/lambda/create-lambda-handler.ts';
import type { Log } from '../../../runtime/log.ts';
import { httpApiEvent } from '../../runtime/lambda/events.ts';
import {
  createTestGateway,
  readAnswer,
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
  /** Sends any JSON by one of them. */
  send(way: Way, body: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  stop(): Promise<void>;
}

/** A gateway as a function. */
export interface TestFunction {
  /** Sends an operation as an event of an HTTP API; `authorizer` is what one found out before. */
  ask(
    query: string,
    headers?: Record<string, string>,
    authorizer?: Record<string, unknown>,
  ): Promise<TestAnswer>;
  /** Sends any JSON. */
  send(
    body: unknown,
    headers?: Record<string, string>,
    authorizer?: Record<string, unknown>,
  ): Promise<TestAnswer>;
  stop(): Promise<void>;
}

/** Starts the test graph and beside it a function over the same subgraphs, with the same settings. */
export async function startThreeWays(env: Record<string, string>, log?: Log): Promise<ThreeWays> {
  const graph = await startTestGraph({ env, ...(log ? { log } : {}) });
  const inFunction = createTestFunction(graph, env, log);
  const send: ThreeWays['send'] = async (way, body, headers = {}) => {
    if (way === 'Lambda') return await inFunction.send(body, headers);
    // The same route to Fastify, another URL to the fast path.
    const response = await fetch(way === 'Fastify' ? `${graph.url}?` : graph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return await readAnswer(response);
  };
  return {
    graph,
    send,
    ask: (way, query, headers) => send(way, { query }, headers),
    async stop() {
      await graph.stop();
      await inFunction.stop();
    },
  };
}

/** Creates a function over the subgraphs of a test graph; it starts with its first event. */
export function createTestFunction(
  { vehicle, pricing, maintenance }: TestGraph,
  env: Record<string, string>,
  log?: Log,
): TestFunction {
  const gateway = createTestGateway({
    env,
    ...(log ? { log } : {}),
    isBehindLambda: true,
    subgraphs: [vehicle, pricing, maintenance],
  });
  const { handler } = createLambdaHandler({
    describeFault: describeDoorFault,
    start: () => gateway.open(),
  });
  const send: TestFunction['send'] = async (body, headers = {}, authorizer) => {
    const event = httpApiEvent({
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }) as { requestContext: object };
    const { statusCode, ...answer } = await handler(
      {
        ...event,
        requestContext: { ...event.requestContext, ...(authorizer && { authorizer }) },
      },
      { getRemainingTimeInMillis: () => 10_000, awsRequestId: 'request-1' },
    );
    const answered = answer.headers as Record<string, string>;
    return await readAnswer(
      new Response(String(answer.body), { status: statusCode ?? 0, headers: answered }),
    );
  };
  return {
    send,
    ask: (query, headers, authorizer) => send({ query }, headers, authorizer),
    stop: () => gateway.stop(),
  };
}
