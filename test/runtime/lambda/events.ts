// Event documents as the platform sends them, with the members that it always sets.

/** What an event is to ask for. */
export interface EventRequest {
  readonly method?: string;
  readonly path?: string;
  /** As in a URL, without the question mark. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  /** Named `prod` by default, where the kind has stages in its paths. */
  readonly stage?: string;
}

const clientIp = '203.0.113.7';
const host = 'graph.example';

/** A REST API's event, payload 1.0: decoded query, many values beside single ones, no stage in the path. */
export function restApiEvent(request: EventRequest = {}): object {
  const { method = 'GET', path = '/', query = '', body = null, isBase64Encoded = false } = request;
  const headers = describeHeaders(request);
  const values = many(new URLSearchParams(query));
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers: headers && single(headers),
    multiValueHeaders: headers,
    queryStringParameters: values && single(values),
    multiValueQueryStringParameters: values,
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      accountId: '000000000000',
      apiId: 'a1b2c3d4e5',
      httpMethod: method,
      path: `/prod${path}`,
      protocol: 'HTTP/1.1',
      stage: 'prod',
      requestId: '0f1e2d3c-0000-4000-8000-000000000001',
      requestTimeEpoch: 1_790_000_000_000,
      resourceId: 'r1s2t3',
      resourcePath: '/{proxy+}',
      identity: {
        sourceIp: clientIp,
        userAgent: 'curl/8.9.1',
        accessKey: null,
        cognitoPoolId: null,
      },
    },
    body,
    isBase64Encoded,
  };
}

/** An HTTP API's event, payload 2.0: raw query, joined headers, cookies apart, the stage in the path. */
export function httpApiEvent(request: EventRequest = {}): object {
  const { method = 'GET', path = '/', query = '', stage = 'prod', cookies, body } = request;
  const rawPath = stage === '$default' ? path : `/${stage}${path}`;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: query,
    ...(cookies ? { cookies } : {}),
    headers: single(describeHeaders({ ...request, cookies: [] })),
    requestContext: {
      accountId: '000000000000',
      apiId: 'a1b2c3d4e5',
      domainName: host,
      domainPrefix: 'graph',
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: clientIp,
        userAgent: 'curl/8.9.1',
      },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage,
      time: '21/Nov/2026:09:00:00 +0000',
      timeEpoch: 1_790_000_000_000,
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: request.isBase64Encoded ?? false,
  };
}

/** A function URL's event: payload 2.0 of the default stage. */
export function functionUrlEvent(request: EventRequest = {}): object {
  return httpApiEvent({ ...request, stage: '$default' });
}

/** A load balancer's event with single values; the query is as it came. */
export function loadBalancerEvent(request: EventRequest = {}): object {
  const values = rawPairs(request.query ?? '');
  return {
    ...balancerFrame(request),
    headers: single(describeHeaders(request)),
    queryStringParameters: single(values),
  };
}

/** A load balancer's event whose target group has multi-value headers switched on. */
export function loadBalancerEventOfMany(request: EventRequest = {}): object {
  return {
    ...balancerFrame(request),
    multiValueHeaders: describeHeaders(request),
    multiValueQueryStringParameters: rawPairs(request.query ?? ''),
  };
}

/** All kinds by name. */
export const eventKinds = {
  'REST API, payload 1.0': restApiEvent,
  'HTTP API, payload 2.0': httpApiEvent,
  'function URL': functionUrlEvent,
  'load balancer': loadBalancerEvent,
  'load balancer, many values': loadBalancerEventOfMany,
} as const;

/** A GraphQL operation by POST. */
export function operation(
  query: string,
  headers: Readonly<Record<string, string>> = {},
  variables: unknown = {},
): EventRequest {
  return {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  };
}

function balancerFrame(request: EventRequest): object {
  const { method = 'GET', path = '/', body = '', isBase64Encoded = false } = request;
  const targetGroupArn =
    'arn:aws:elasticloadbalancing:eu-central-1:000000000000:targetgroup/graph/6d0ecf831eec9f09';
  return {
    requestContext: { elb: { targetGroupArn } },
    httpMethod: method,
    path,
    body,
    isBase64Encoded,
  };
}

function describeHeaders({ headers = {}, cookies = [] }: EventRequest): Record<string, string[]> {
  const described: Record<string, string[]> = {
    host: [host],
    'user-agent': ['curl/8.9.1'],
    'x-forwarded-for': [`198.51.100.23, ${clientIp}`],
    'x-forwarded-proto': ['https'],
    'x-forwarded-port': ['443'],
  };
  for (const [name, value] of Object.entries(headers)) described[name] = [value];
  if (cookies.length > 0) described['cookie'] = [cookies.join('; ')];
  return described;
}

function many(parameters: URLSearchParams): Record<string, string[]> | null {
  const names = [...new Set(parameters.keys())];
  if (names.length === 0) return null;
  return Object.fromEntries(names.map((name) => [name, parameters.getAll(name)]));
}

function rawPairs(query: string): Record<string, string[]> {
  const pairs: Record<string, string[]> = {};
  for (const pair of query.split('&').filter(Boolean)) {
    const [name = '', value = ''] = pair.split('=');
    pairs[name] = [...(pairs[name] ?? []), value];
  }
  return pairs;
}

/** Of many values, the platform keeps the last one. */
function single(values: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, list]) => [name, list.at(-1) ?? '']),
  );
}
