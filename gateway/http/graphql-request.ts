// A GraphQL request as it came over HTTP, whoever took it in.
import type { IncomingHttpHeaders } from 'node:http';

import type { HTTPGraphQLRequest } from '@apollo/server';

import { createHeaderMap } from './header-map.ts';

/** A request whose body was read. */
export interface GraphQLRequest {
  /** In upper case. */
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** The query string with its question mark; empty without one. */
  readonly search: string;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
}

/** Writes a request the way Apollo Server takes it. */
export function toApolloRequest(request: GraphQLRequest): HTTPGraphQLRequest {
  const headers = createHeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const { method, search, body } = request;
  return { method, headers, search, body };
}
