// Sends operations to the gateway that served the page, and nowhere else.
import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import { type ExecutionResult, Kind, type OperationDefinitionNode, parse } from 'graphql';

import { readRunCost, type RunCost } from './run-cost.ts';

/** What sending stands on. */
export interface GraphFetcherOptions {
  /** The token of who is signed in, asked for at each request. */
  readonly token: () => string | undefined;
  /** Told of every answer but the schema's. */
  readonly onAnswer: (cost: RunCost) => void;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds from any point in time on. */
  readonly monotonicMs: () => number;
}

const endpoint = '/graphql';
const timeoutMs = 60_000;

/** Creates GraphiQL's fetcher. A header of the header editor goes before the token. */
export function createGraphFetcher(options: GraphFetcherOptions): Fetcher {
  return async (parameters, extras) => {
    const startedAtMs = options.monotonicMs();
    const headers = new Headers({ 'content-type': 'application/json' });
    const token = options.token();
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    for (const [name, value] of Object.entries(extras?.headers ?? {})) {
      if (typeof value === 'string') headers.set(name, value);
    }

    const response = await options.fetch(endpoint, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        ...parameters,
        operationName: chooseOperationName(parameters),
      }),
      credentials: 'omit',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = (await response.json()) as ExecutionResult;
    if (parameters.operationName !== 'IntrospectionQuery') {
      options.onAnswer(readRunCost(answer, options.monotonicMs() - startedAtMs));
    }
    return answer;
  };
}

/**
 * The name of the only operation of a document. GraphiQL reads the document a moment after it
 * changed and, until then, would run the operation that stood there before.
 */
function chooseOperationName({ query, operationName }: FetcherParams): string | null | undefined {
  const operations = readOperations(query);
  return operations.length === 1 ? operations[0]?.name?.value : operationName;
}

function readOperations(query: string): readonly OperationDefinitionNode[] {
  try {
    return parse(query).definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  } catch {
    // The gateway says better what is wrong with it.
    return [];
  }
}
