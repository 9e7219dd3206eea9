// How compiled operations reach the subgraphs: equal queries in flight are sent once.
import {
  createSingleFlight,
  isWorthJoining,
  type SingleFlight,
} from '../../cache/single-flight.ts';
import { isCodedError } from '../../runtime/coded-error.ts';
import { createChildTrace, type TraceContext } from '../../runtime/trace-context.ts';
import { type FetchSpan, openFetchSpan } from '../telemetry/request-spans.ts';
import type { SchemaUsage } from '../telemetry/usage/usage-recorder.ts';
import { createDeclaredDimensions, type DeclaredDimensions } from './declared-dimensions.ts';
import type { EngineSubgraph } from './engine.ts';
import { findSubgraph } from './find-subgraph.ts';
import type {
  FetchConnections,
  FetchReply,
  FetchRequest,
  ConnectFetch,
} from './execution/fetch-connection.ts';
import {
  createSubgraphExchange,
  type SubgraphExchange,
  type SubgraphExchangeOptions,
  type SubgraphExchangeOutcome,
} from './subgraph-exchange.ts';
import { listDimensionHeaders } from './subgraph-headers.ts';

interface Connection {
  readonly declared: DeclaredDimensions;
  readonly exchange: (request: SubgraphExchange) => Promise<SubgraphExchangeOutcome>;
  /** Queries in flight by what they depend on. */
  readonly flights: SingleFlight<SubgraphExchangeOutcome>;
}

/** The connections of one engine. */
export interface SubgraphConnections extends FetchConnections {
  /** Queries under way that others may join, by subgraph. */
  countFlights(): ReadonlyMap<string, number>;
}

interface Arrival {
  readonly outcome: SubgraphExchangeOutcome;
  /** Whether this very request sent the query. */
  readonly isLeader: boolean;
  readonly isShared: boolean;
}

/** A request whose span is made when it is known to be sent. */
interface Sending extends Omit<SubgraphExchange, 'wanted' | 'trace'> {
  readonly span: FetchSpan | undefined;
}

/**
 * Creates the connections. A query is shared with those under way to the same subgraph with the same
 * body and the same declared dimensions; whoever leaves, it goes on for the others.
 */
export function createSubgraphConnections(
  subgraphs: readonly EngineSubgraph[],
  options: SubgraphExchangeOptions,
  usage?: SchemaUsage,
): SubgraphConnections {
  const { clock, log, timeoutMs, randomBytes } = options;
  // Spans of the fetches that others join.
  const leaders = new WeakMap<object, TraceContext>();
  const connections = new Map<string, Connection>();
  const open = (name: string): Connection => {
    const known = connections.get(name);
    if (known) return known;
    const subgraph = findSubgraph(subgraphs, name);
    const connection: Connection = {
      declared: createDeclaredDimensions(subgraph.sdl),
      exchange: createSubgraphExchange(subgraph, options),
      flights: createSingleFlight(),
    };
    connections.set(name, connection);
    return connection;
  };
  const openTrace = ({ context, span }: Sending): TraceContext => {
    const trace = createChildTrace(context.trace, randomBytes);
    if (span) span.sent = trace;
    return trace;
  };
  const sendShared = async (
    { flights, exchange }: Connection,
    request: Sending,
  ): Promise<Arrival> => {
    const { context, dimensions, bodyText, timeoutMs: ownMs, span } = request;
    context.deadline.throwIfCancelled();
    const headers = listDimensionHeaders(context, dimensions);
    const key = headers.length === 0 ? bodyText : JSON.stringify(headers) + bodyText;
    const nowMs = clock.monotonicMs();
    const under = flights.find(key);
    const isLeader = !under || !isWorthJoining(under, nowMs, ownMs);
    let flight = under;
    if (!flight || isLeader) {
      const trace = openTrace(request);
      flight = flights.start(
        key,
        (wanted) => exchange({ ...request, trace, wanted }),
        nowMs + ownMs,
      );
      if (span) leaders.set(flight, trace);
    } else if (span) span.joined = leaders.get(flight);
    const outcome = await flight.join(context.deadline);
    return { outcome, isLeader, isShared: flight.passengerCount > 1 };
  };

  const sendAlone = async ({ exchange }: Connection, request: Sending): Promise<Arrival> => {
    const { deadline } = request.context;
    const outcome = await exchange({ ...request, trace: openTrace(request), wanted: deadline });
    return { outcome, isLeader: true, isShared: false };
  };

  const connect: ConnectFetch = ({ subgraph: name, query, operationKind }) => {
    const connection = open(name);
    const { dimensions } = connection.declared.describe(query);
    const isQuery = operationKind === 'query';
    const send = isQuery ? sendShared : sendAlone;

    const record = (
      { context, passengers }: FetchRequest,
      startedAtMs: number,
      { outcome, isLeader }: Pick<Arrival, 'outcome' | 'isLeader'>,
      span: FetchSpan | undefined,
    ): void => {
      const durationMs = clock.monotonicMs() - startedAtMs;
      const failure = outcome.status === 'failed' ? outcome.code : undefined;
      if (span) {
        span.durationMs = durationMs;
        span.failure = failure;
      }
      // What a shared query cost is told to the one who sent it.
      const ownReply = outcome.status === 'read' && isLeader ? outcome.reply : undefined;
      context.cost.addFetch(name, startedAtMs, durationMs, failure);
      const restCalls = ownReply?.restCalls ?? [];
      context.cost.addRestCalls(restCalls);
      if (ownReply?.cacheReads) context.cost.addCacheReads(name, ownReply.cacheReads);
      if (usage && context.record.isSampled === true) {
        for (const { operation } of passengers) usage.recordFetch(operation, durationMs);
      }
      if (!context.cost.trace) return;
      for (const [index, { path, operation, entities }] of passengers.entries()) {
        context.cost.trace.add(
          { subgraph: name, path, operation },
          {
            startedAtMs,
            durationMs,
            entities: entities === 0 ? undefined : entities,
            // Of those that travel together, the first one shows them.
            restCalls: index === 0 ? restCalls : [],
          },
        );
      }
    };

    return async (request): Promise<FetchReply> => {
      const { bodyText, entityCount, context, passengers } = request;
      const startedAtMs = clock.monotonicMs();
      const span = openFetchSpan(context.spans, name, startedAtMs, passengers.length);
      let arrival: Arrival;
      try {
        arrival = await send(connection, {
          context,
          span,
          dimensions,
          isRepeatable: isQuery,
          bodyText,
          entityCount,
          timeoutMs: Math.min(timeoutMs, context.deadline.remainingMs()),
        });
      } catch (error) {
        const outcome = { status: 'failed', code: codeOfLeaving(error) } as const;
        const { correlationId, trace } = context;
        const { traceId } = trace;
        const fields = { subgraph: name, code: outcome.code, correlationId, traceId };
        if (!isCodedError(error)) log.error({ ...fields, err: error }, 'subgraph.fetch_broke');
        else if (context.caller.isCancelled) log.debug(fields, 'subgraph.fetch_given_up');
        else log.warn(fields, 'subgraph.fetch_failed');
        arrival = { outcome, isLeader: false, isShared: false };
      }
      record(request, startedAtMs, arrival, span);
      const { outcome, isShared } = arrival;
      if (outcome.status === 'failed') return outcome;
      const { data, errors } = outcome.reply;
      return { status: 'answered', data, errors, isShared };
    };
  };

  return {
    connect,
    countFlights: () =>
      new Map([...connections].map(([name, { flights }]) => [name, flights.size])),
    mayTravelTogether(name, query, otherQuery) {
      const { declared } = open(name);
      const one = declared.describe(query).dimensions;
      const other = declared.describe(otherQuery).dimensions;
      return one.size === other.size && [...one].every((dimension) => other.has(dimension));
    },
  };
}

function codeOfLeaving(error: unknown): 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_UNAVAILABLE' {
  return isCodedError(error, 'DEADLINE_EXCEEDED') ? 'SUBGRAPH_TIMEOUT' : 'SUBGRAPH_UNAVAILABLE';
}
