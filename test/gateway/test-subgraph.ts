// Small real subgraphs for the gateway's tests: Apollo Server over HTTP, what arrives is recorded.
import type { IncomingHttpHeaders } from 'node:http';

import { ApolloServer, type BaseContext } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

/** Resolvers as graphql-tools takes them. */
export type TestResolvers = NonNullable<
  Exclude<Parameters<typeof buildSubgraphSchema>[0], unknown[]> extends infer Module
    ? Module extends { resolvers?: infer Resolvers }
      ? Resolvers
      : never
    : never
>;

/** One request that a subgraph received. */
export interface ReceivedFetch {
  readonly headers: IncomingHttpHeaders;
  readonly query: string;
}

/** A subgraph that runs. */
export interface TestSubgraph {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  readonly sdl: string;
  readonly received: ReceivedFetch[];
  stop(): Promise<void>;
}

/** Starts a subgraph on `port`, or a free one. */
export async function startTestSubgraph(
  name: string,
  sdl: string,
  resolvers: TestResolvers,
  port = 0,
): Promise<TestSubgraph> {
  const received: ReceivedFetch[] = [];
  const server = new ApolloServer<BaseContext>({
    schema: buildSubgraphSchema({ typeDefs: parse(sdl), resolvers }),
    nodeEnv: 'test',
    includeStacktraceInErrorResponses: true,
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      {
        async requestDidStart({ request }) {
          const headers = Object.fromEntries(request.http?.headers ?? []);
          received.push({ headers, query: request.query ?? '' });
          return {
            async willSendResponse({ response }) {
              if (response.body.kind !== 'single') return;
              const isDetailed = headers['x-marque-cost'] === 'detail';
              response.body.singleResult.extensions = {
                rest: {
                  calls: [
                    {
                      service: name,
                      resource: 'rows',
                      count: 2,
                      ...(isDetailed ? { ms: [1.5, 2] } : {}),
                    },
                  ],
                },
              };
            },
          };
        },
      },
    ],
  });
  const { url } = await startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } });
  return {
    name,
    url: `${url}graphql`,
    port: Number(new URL(url).port),
    sdl,
    received,
    stop: () => server.stop(),
  };
}
