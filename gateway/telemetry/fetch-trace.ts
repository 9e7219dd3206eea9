// The fetches of one request as a tree: what was planned, when each was sent, and the REST calls below it.
import type { RestCalls } from './request-cost.ts';

/** The shape of a plan: who is asked, for which part of the answer, and in which order. */
export type FetchOutline =
  | { readonly kind: 'sequence' | 'parallel'; readonly nodes: readonly FetchOutline[] }
  | ({ readonly kind: 'fetch' } & FetchPlace);

/** What tells one fetch of a plan from another. */
export interface FetchPlace {
  readonly subgraph: string;
  /** Where in the answer its data goes, `@` for each entry of a list; empty for the root. */
  readonly path: readonly (string | number)[];
  /** The operation that is sent. */
  readonly operation: string;
}

/** What one fetch took. */
export interface FetchTiming {
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** How many entities were asked for; absent for a fetch of root fields. */
  readonly entities?: number | undefined;
  readonly restCalls: readonly RestCalls[];
}

/** What the answer shows. A fetch without `ms` was not sent: there was nothing to fetch. */
export type FetchTraceNode =
  | { readonly kind: 'sequence' | 'parallel'; readonly nodes: readonly FetchTraceNode[] }
  | {
      readonly kind: 'fetch';
      readonly subgraph: string;
      /** Such as `markets.@`. */
      readonly path: string;
      readonly entities?: number;
      /** Since the request came in. */
      readonly startMs?: number;
      readonly ms?: number;
      readonly restCalls: readonly RestCalls[];
    };

/** The running trace of one request. */
export interface FetchTrace {
  plan(outline: FetchOutline): void;
  add(place: FetchPlace, timing: FetchTiming): void;
  /** Undefined while nothing is planned, as for an operation that was refused. */
  report(): FetchTraceNode | undefined;
}

/** Creates an empty trace; times are told from `originMs` of the monotonic clock on. */
export function createFetchTrace(originMs: number): FetchTrace {
  let planned: FetchOutline | undefined;
  const timings = new Map<string, FetchTiming>();

  const describe = (outline: FetchOutline): FetchTraceNode => {
    if (outline.kind !== 'fetch') {
      return { kind: outline.kind, nodes: outline.nodes.map(describe) };
    }
    const timing = timings.get(keyOf(outline));
    return {
      kind: 'fetch',
      subgraph: outline.subgraph,
      path: outline.path.join('.'),
      ...(timing?.entities === undefined ? {} : { entities: timing.entities }),
      ...(timing && {
        startMs: roundMs(timing.startedAtMs - originMs),
        ms: roundMs(timing.durationMs),
      }),
      restCalls: timing?.restCalls ?? [],
    };
  };

  return {
    plan(outline) {
      planned = outline;
    },
    add(place, timing) {
      timings.set(keyOf(place), timing);
    },
    report: () => planned && describe(planned),
  };
}

function keyOf({ subgraph, path, operation }: FetchPlace): string {
  return JSON.stringify([subgraph, path, operation]);
}

function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
