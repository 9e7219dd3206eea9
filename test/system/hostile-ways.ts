// A gateway that is asked over a bare socket and over the entry of AWS Lambda, by requests as a test writes them.
import { createLambdaHandler } from '../../runtime/lambda/create-lambda-handler.ts';
import { describeDoorFault } from '../../gateway/http/door-fault.ts';
import { exchangeRaw, type RawAnswer, writeRequest } from '../gateway/http/raw-exchange.ts';
import { createTestGateway, startTestGraph, type TestGraph } from '../gateway/test-graph.ts';
import { httpApiEvent } from '../runtime/lambda/events.ts';

/** The ways in. A request that both can carry is answered alike. */
export const hostileWays = ['HTTP', 'Lambda'] as const;
export type HostileWay = (typeof hostileWays)[number];

/** A request, right or wrong. */
export interface HostileRequest {
  /** `POST` by default. */
  readonly method?: string;
  /** `/graphql` by default, with its query. */
  readonly target?: string;
  /** In the place of the content type of JSON. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What came back. */
export type HostileAnswer = Pick<RawAnswer, 'status' | 'headers' | 'text'>;

/** The gateway with its ways. */
export interface HostileGateway {
  readonly graph: TestGraph;
  readonly port: number;
  send(way: HostileWay, request: HostileRequest): Promise<HostileAnswer>;
  stop(): Promise<void>;
}

/** Starts the test graph, and a function over the same subgraphs. */
export async function startHostileGateway(
  env: Record<string, string> = {},
  urls: Record<string, string> = {},
): Promise<HostileGateway> {
  const graph = await startTestGraph({ env, urls });
  const port = Number(new URL(graph.url).port);
  const { vehicle, pricing, maintenance } = graph;
  const inFunction = createTestGateway({
    env,
    isBehindLambda: true,
    subgraphs: [vehicle, pricing, maintenance].map(({ name, url, sdl }) => ({
      name,
      url: urls[name] ?? url,
      sdl,
    })),
  });
  const { handler } = createLambdaHandler({
    describeFault: describeDoorFault,
    start: () => inFunction.open(),
  });

  const invoke = async (request: HostileRequest): Promise<HostileAnswer> => {
    const [path = '/', query = ''] = (request.target ?? '/graphql').split('?');
    const { method = 'POST', headers = jsonHeaders, body } = request;
    const event = httpApiEvent({
      method,
      path,
      query,
      headers,
      ...(body === undefined ? {} : { body: encode(body), isBase64Encoded: true }),
    });
    const context = { getRemainingTimeInMillis: () => 10_000, awsRequestId: 'request-1' };
    const answer = await handler(event, context);
    const bytes = Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8');
    return {
      status: answer.statusCode ?? 0,
      headers: Object.entries(answer.headers ?? {}).map(([name, value]) => [name, String(value)]),
      text: bytes.toString(),
    };
  };
  return {
    graph,
    port,
    async send(way, request) {
      if (way === 'Lambda') return await invoke(request);
      const { method = 'POST', target = '/graphql', headers = jsonHeaders, body = '' } = request;
      const lines = Object.entries({ connection: 'close', ...headers });
      return await exchangeRaw(port, writeRequest(`${method} ${target}`, lines, body));
    },
    async stop() {
      await graph.stop();
      await inFunction.stop();
    },
  };
}

const jsonHeaders = { 'content-type': 'application/json' };

function encode(body: string | Uint8Array): string {
  return Buffer.from(body).toString('base64');
}

/** An operation as a client that means well would send it. */
export function writeOperation(query: string, rest: object = {}): HostileRequest {
  return { body: JSON.stringify({ query, ...rest }) };
}

/** What is looked at in a refusal. */
export function readRefusal({ status, headers, text }: HostileAnswer) {
  const { errors, data } = JSON.parse(text) as {
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
    readonly data?: unknown;
  };
  return {
    status,
    code: errors?.[0]?.extensions.code,
    data,
    isJson: headers.find(([name]) => name === 'content-type')?.[1]?.includes('json') ?? false,
  };
}
