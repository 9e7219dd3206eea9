// What of a request the guard looks at before the engine reads all of it.
import type { GraphQLRequest } from './graphql-request.ts';

/** The operation of a request, as far as it is well-formed. */
export interface OperationInput {
  readonly query?: string | undefined;
  readonly operationName?: string | undefined;
  readonly variables?: unknown;
}

/** Finds the operation in a request; what is not well-formed is left to the engine to refuse. */
export function readOperationInput({ method, search, body }: GraphQLRequest): OperationInput {
  if (method === 'GET') {
    const parameters = new URLSearchParams(search);
    return {
      query: parameters.get('query') ?? undefined,
      operationName: parameters.get('operationName') ?? undefined,
      variables: parseOrNothing(parameters.get('variables')),
    };
  }
  if (typeof body !== 'object' || body === null) return {};
  const { query, operationName, variables } = body as Record<string, unknown>;
  return {
    query: typeof query === 'string' ? query : undefined,
    operationName: typeof operationName === 'string' ? operationName : undefined,
    variables,
  };
}

function parseOrNothing(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
