// Reads the four kinds of HTTP events of AWS Lambda: API Gateway's payloads 1.0 and 2.0, function URLs, load balancers.
import type { ALBEvent, APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';

import { CodedError } from '../coded-error.ts';
import { readAuthorizer } from './authorizer-header.ts';
import type { LambdaCall } from './lambda-call.ts';
import {
  encodeQuery,
  escapePath,
  escapeQuery,
  joinRawQuery,
  stripPrefix,
} from './request-target.ts';

type Values = Record<string, string[]>;
type SingleValues = Readonly<Record<string, string | undefined>> | null | undefined;
type MultipleValues = Readonly<Record<string, readonly string[] | undefined>> | null | undefined;

/**
 * Reads an event. `basePath`, such as `/marque`, is what stands before the part's own paths beside
 * the stage.
 *
 * @throws CodedError `LAMBDA_EVENT_UNKNOWN` for an event of any other kind, naming its members.
 */
export function readEvent(event: unknown, basePath: string): LambdaCall {
  if (isLoadBalancerEvent(event)) return readLoadBalancerEvent(event, basePath);
  if (isPayload2(event)) return readPayload2(event, basePath);
  if (isPayload1(event)) return readPayload1(event, basePath);
  throw new CodedError({
    code: 'LAMBDA_EVENT_UNKNOWN',
    kind: 'configuration',
    message: `The event is no HTTP request of API Gateway (payload 1.0 or 2.0), a function URL or a load balancer; it has ${nameMembers(event)}. Check what invokes the function.`,
  });
}

function readPayload1(event: APIGatewayProxyEvent, basePath: string): LambdaCall {
  const { requestContext } = event;
  // REST APIs leave the stage out of `path`; HTTP APIs, which say their version, do not.
  const stage = 'version' in event ? stagePrefix(requestContext.stage) : '';
  const query = encodeQuery(
    collect(event.multiValueQueryStringParameters, event.queryStringParameters),
  );
  return {
    form: 'gateway payload 1.0',
    method: event.httpMethod.toUpperCase(),
    target: joinTarget(event.path, [stage, basePath], query),
    headers: lowerNames(collect(event.multiValueHeaders, event.headers)),
    body: readBody(event),
    clientIp: requestContext.identity?.sourceIp ?? '',
    authorizer: readAuthorizer(requestContext),
  };
}

function readPayload2(event: APIGatewayProxyEventV2, basePath: string): LambdaCall {
  const { requestContext, rawPath, rawQueryString, cookies = [] } = event;
  const headers = lowerNames(collect(undefined, event.headers));
  return {
    form: 'gateway payload 2.0',
    method: requestContext.http.method.toUpperCase(),
    target: joinTarget(
      rawPath,
      [stagePrefix(requestContext.stage), basePath],
      escapeQuery(rawQueryString),
    ),
    headers: cookies.length === 0 ? headers : { ...headers, cookie: [cookies.join('; ')] },
    body: readBody(event),
    clientIp: requestContext.http.sourceIp ?? '',
    authorizer: readAuthorizer(requestContext),
  };
}

function readLoadBalancerEvent(event: ALBEvent, basePath: string): LambdaCall {
  const headers = lowerNames(collect(event.multiValueHeaders, event.headers));
  const query = joinRawQuery(
    collect(event.multiValueQueryStringParameters, event.queryStringParameters),
  );
  return {
    form: event.multiValueHeaders ? 'load balancer, many values' : 'load balancer',
    method: event.httpMethod.toUpperCase(),
    target: joinTarget(event.path, [basePath], query),
    headers,
    body: readBody(event),
    // The last address is the one that the balancer itself saw; the others are the client's word.
    clientIp: headers['x-forwarded-for']?.join(',').split(',').at(-1)?.trim() ?? '',
  };
}

function isLoadBalancerEvent(event: unknown): event is ALBEvent {
  return isPayload1Shape(event) && isObject(event.requestContext) && 'elb' in event.requestContext;
}

function isPayload1(event: unknown): event is APIGatewayProxyEvent {
  return isPayload1Shape(event) && isObject(event.requestContext);
}

function isPayload2(event: unknown): event is APIGatewayProxyEventV2 {
  if (!isObject(event) || event['version'] !== '2.0') return false;
  const { requestContext, rawPath } = event;
  return (
    typeof rawPath === 'string' &&
    isObject(requestContext) &&
    isObject(requestContext['http']) &&
    typeof requestContext['http']['method'] === 'string'
  );
}

function isPayload1Shape(event: unknown): event is { readonly requestContext: unknown } {
  return (
    isObject(event) && typeof event['httpMethod'] === 'string' && typeof event['path'] === 'string'
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stagePrefix(stage: string | undefined): string {
  return stage === undefined || stage === '$default' ? '' : `/${stage}`;
}

function joinTarget(path: string, prefixes: readonly string[], query: string): string {
  const own = prefixes.reduce(stripPrefix, escapePath(path));
  return query === '' ? own : `${own}?${query}`;
}

/** The values in whichever form the event has them; the form of many values knows more. */
function collect(multiple: MultipleValues, single: SingleValues): Values {
  const values: Values = Object.create(null) as Values;
  for (const [name, value] of Object.entries(single ?? {})) {
    if (value !== undefined) values[name] = [value];
  }
  for (const [name, list] of Object.entries(multiple ?? {})) {
    if (list !== undefined) values[name] = [...list];
  }
  return values;
}

function lowerNames(values: Values): Values {
  const lowered: Values = Object.create(null) as Values;
  for (const [name, list] of Object.entries(values)) {
    const key = name.toLowerCase();
    lowered[key] = [...(lowered[key] ?? []), ...list];
  }
  return lowered;
}

function readBody(event: {
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean | undefined;
}): Buffer | undefined {
  if (event.body === undefined || event.body === null) return undefined;
  return Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
}

function nameMembers(event: unknown): string {
  if (!isObject(event)) return 'no members';
  const names = Object.keys(event).slice(0, 12);
  return names.length === 0 ? 'no members' : `the members ${names.join(', ')}`;
}
