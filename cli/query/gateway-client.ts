// Sends operations to a gateway and reads what comes back.
import type { Clock } from '../../runtime/clock.ts';
import { isCodedError } from '../../runtime/coded-error.ts';
import { createHttpClient } from '../../runtime/http/http-client.ts';
import { silentLog } from '../../runtime/log.ts';
import { createCliFault } from '../faults.ts';

/** An error of an answer. */
export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** An answer, as it came. */
export interface GraphAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What to send where. */
export interface GraphRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly query: string;
    readonly variables?: object;
    readonly operationName?: string;
  };
}

const timeoutMs = 60_000;
const maxResponseBytes = 64 * 1_024 ** 2;

/**
 * Gives the address of the operations: a base URL gets the path `/graphql`.
 *
 * @throws CodedError `USAGE_INVALID`.
 */
export function parseGatewayUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw createCliFault('USAGE_INVALID', `${text} is not an http:// or https:// URL.`);
  }
  if (url.pathname === '/') url.pathname = '/graphql';
  return url.href;
}

/**
 * Sends an operation. Any answer that is GraphQL is one, whatever its status.
 *
 * @throws CodedError `GATEWAY_UNREACHABLE`, `ANSWER_INVALID` or `USAGE_INVALID`.
 */
export async function askGateway(request: GraphRequest, clock: Clock): Promise<GraphAnswer> {
  const http = createHttpClient({ clock, log: silentLog, random: Math.random });
  const { origin } = new URL(request.url);
  try {
    const reply = await http.request({
      upstream: origin,
      method: 'POST',
      url: request.url,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'apollographql-client-name': 'marque-cli',
        ...request.headers,
      },
      body: JSON.stringify(request.body),
      timeoutMs,
      maxResponseBytes,
    });
    const answer = parseAnswer(reply.bodyText());
    if (answer) return answer;
    throw createCliFault(
      'ANSWER_INVALID',
      `${request.url} answered with status ${reply.status} and no GraphQL; is it the gateway's address?`,
    );
  } catch (error) {
    if (!isCodedError(error) || error.kind === 'client') throw error;
    if (error.code === 'REQUEST_INVALID') {
      throw createCliFault('USAGE_INVALID', 'A header or the URL cannot be sent as it is.');
    }
    throw createCliFault(
      'GATEWAY_UNREACHABLE',
      `${error.message} Is the gateway running? Start one with marque up, or say where it is with --url.`,
    );
  } finally {
    await http.close();
  }
}

function parseAnswer(text: string): GraphAnswer | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value !== 'object' || value === null) return undefined;
    return 'data' in value || ('errors' in value && Array.isArray(value.errors))
      ? (value as GraphAnswer)
      : undefined;
  } catch {
    return undefined;
  }
}
