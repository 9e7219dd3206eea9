// How compiled operations reach the subgraphs: equal queries in flight are sent once.
import { createSingleFlight, type SingleFlight } from '../../cache/single-flight.ts';
import { isCodedError } from '../../runtime/coded-error.ts';
import type { RequestContext } from '../http/request-context.ts';
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
  readonly gatherings: Map<string, Gathering>;
}

/** Those who wait for one query. */
interface Gathering {
  readonly id: string;
  readonly expiresAtMs: number;
  passengerCount: number;
}

interface Arrival {
  readonly outcome: SubgraphExchangeOutcome;
  /** Whether this very request sent the query. */
  readonly isLeader: boolean;
  readonly isShared: boolean;
}

// Who could wait much longer than a query in flight will take at most sends its own.
const leastShareOfTime = 0.5;

/**
 * Creates the connections. A query is shared with those under way to the same subgraph with the same
 * body and the same declared dimensions; whoever leaves, it goes on for the others.
 */
export function createSubgraphConnections(
  subgraphs: readonly EngineSubgraph[],
  options: SubgraphExchangeOptions,
): FetchConnections {
  const { clock, log, timeoutMs } = options;
  const flights: SingleFlight<SubgraphExchangeOutcome> = createSingleFlight();
  const connections = new Map<string, Connection>();
  const open = (name: string): Connection => {
    const known = connections.get(name);
    if (known) return known;
    const subgraph = findSubgraph(subgraphs, name);
    const connection: Connection = {
      declared: createDeclaredDimensions(subgraph.sdl),
      exchange: createSubgraphExchange(subgraph, options),
      gatherings: new Map(),
    };
    connections.set(name, connection);
    return connection;
  };
  let gatheringCount = 0;

  /** Joins the query in flight if that leaves enough time, or starts to gather for another one. */
  const gather = ({ gatherings }: Connection, key: string, ownMs: number): Gathering => {
    const nowMs = clock.monotonicMs();
    const under = gatherings.get(key);
    if (under && under.expiresAtMs - nowMs >= ownMs * leastShareOfTime) return under;
    gatheringCount += 1;
    const id = String(gatheringCount);
    const gathering = { id, expiresAtMs: nowMs + ownMs, passengerCount: 0 };
    gatherings.set(key, gathering);
    return gathering;
  };

  const sendShared = async (
    connection: Connection,
    exchange: Omit<SubgraphExchange, 'signal'>,
  ): Promise<Arrival> => {
    const { context, dimensions, bodyText } = exchange;
    const headers = listDimensionHeaders(context, dimensions);
    const key = headers.length === 0 ? bodyText : JSON.stringify(headers) + bodyText;
    const gathering = gather(connection, key, exchange.timeoutMs);
    gathering.passengerCount += 1;
    const isLeader = gathering.passengerCount === 1;
    const outcome = await flights.run(
      gathering.id,
      async (signal) => {
        try {
          return await connection.exchange({ ...exchange, signal });
        } finally {
          if (connection.gatherings.get(key) === gathering) connection.gatherings.delete(key);
        }
      },
      signalOf(context),
    );
    return { outcome, isLeader, isShared: gathering.passengerCount > 1 };
  };

  const sendAlone = async (
    connection: Connection,
    exchange: Omit<SubgraphExchange, 'signal'>,
  ): Promise<Arrival> => {
    const { deadline, caller } = exchange.context;
    const outcome = await connection.exchange({ ...exchange, deadline, signal: caller.signal });
    return { outcome, isLeader: true, isShared: false };
  };

  const signals = new WeakMap<AbortSignal, AbortSignal>();
  /** When nobody waits for the request any more; one signal serves all its fetches. */
  const signalOf = ({ deadline, caller }: RequestContext): AbortSignal => {
    let signal = signals.get(deadline.signal);
    if (!signal) {
      signal = AbortSignal.any([deadline.signal, caller.signal]);
      signals.set(deadline.signal, signal);
    }
    return signal;
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
    ): void => {
      const durationMs = clock.monotonicMs() - startedAtMs;
      // What a shared query cost is told to the one who sent it.
      const restCalls = outcome.status === 'read' && isLeader ? outcome.reply.restCalls : [];
      context.cost.addFetch(name, durationMs);
      context.cost.addRestCalls(restCalls);
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
      const { bodyText, entityCount, context } = request;
      const startedAtMs = clock.monotonicMs();
      let arrival: Arrival;
      try {
        arrival = await send(connection, {
          context,
          dimensions,
          isRepeatable: isQuery,
          bodyText,
          entityCount,
          timeoutMs: Math.min(timeoutMs, context.deadline.remainingMs()),
        });
      } catch (error) {
        const outcome = { status: 'failed', code: codeOfLeaving(error) } as const;
        const fields = { subgraph: name, code: outcome.code, correlationId: context.correlationId };
        if (!isCodedError(error)) log.error({ ...fields, err: error }, 'subgraph.fetch_broke');
        else if (context.caller.signal.aborted) log.debug(fields, 'subgraph.fetch_given_up');
        else log.warn(fields, 'subgraph.fetch_failed');
        arrival = { outcome, isLeader: false, isShared: false };
      }
      record(request, startedAtMs, arrival);
      const { outcome, isShared } = arrival;
      if (outcome.status === 'failed') return outcome;
      const { data, errors } = outcome.reply;
      return { status: 'answered', data, errors, isShared };
    };
  };

  return {
    connect,
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
