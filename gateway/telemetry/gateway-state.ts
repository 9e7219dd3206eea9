// What the gateway holds at this moment: queues, upstreams, engine. Read when somebody looks, never while a request runs.
import type { HttpClientFigures } from '../../runtime/http/http-client.ts';
import type { MetricRegistry, MetricSample } from '../../runtime/telemetry/metric-registry.ts';
import { addUpstreamMetrics } from '../../runtime/telemetry/upstream-metrics.ts';
import type { EngineFigures } from '../engine/engine.ts';

/** A look at the gateway. */
export interface GatewayState {
  readonly status: 'starting' | 'ready' | 'draining';
  /** Digest of the supergraph that serves. */
  readonly supergraphId?: string | undefined;
  readonly door: {
    readonly running: number;
    readonly waiting: number;
    readonly isShedding: boolean;
    readonly isSheddingBatch: boolean;
  };
  readonly http: HttpClientFigures;
  /** Absent while none serves. */
  readonly engine?: EngineFigures | undefined;
  /** Engines of earlier supergraphs that finish what they have begun. */
  readonly drainingEngines: number;
}

type ReadSamples = (state: GatewayState) => Iterable<MetricSample>;

/** Adds a gateway's state to a registry. */
export function registerStateMetrics(
  registry: MetricRegistry,
  readState: () => GatewayState,
): void {
  const add =
    (type: 'gauge' | 'counter') =>
    (name: string, help: string, labelNames: readonly string[], read: ReadSamples): void =>
      registry.sample({
        name: `marque_${name}`,
        help,
        type,
        labelNames,
        read: () => read(readState()),
      });
  const gauge = add('gauge');
  const counter = add('counter');

  gauge('release_info', 'Which supergraph serves; always 1.', ['release'], ({ supergraphId }) =>
    supergraphId === undefined ? [] : [[[supergraphId], 1]],
  );
  gauge(
    'operations_in_flight',
    'Operations that are worked on, and those that wait at the door.',
    ['state'],
    ({ door }) => [
      [['running'], door.running],
      [['waiting'], door.waiting],
    ],
  );
  gauge('shedding', '1 while operations are refused for lack of time.', [], ({ door }) => [
    [[], Number(door.isShedding)],
  ]);
  gauge('shedding_batch', '1 while operations of batch jobs are refused.', [], ({ door }) => [
    [[], Number(door.isSheddingBatch)],
  ]);
  gauge('draining_engines', 'Engines of earlier supergraphs that still work.', [], (state) => [
    [[], state.drainingEngines],
  ]);
  addUpstreamMetrics(registry, () => readState().http);
  addEngine(gauge, counter);
}

type Add = (name: string, help: string, labelNames: readonly string[], read: ReadSamples) => void;

function addEngine(gauge: Add, counter: Add): void {
  const ofPlanner =
    (
      read: (planner: NonNullable<EngineFigures['planner']>) => readonly MetricSample[],
    ): ReadSamples =>
    ({ engine }) =>
      engine?.planner ? read(engine.planner) : [];

  gauge('compiled_operations', 'Operations that are kept compiled.', [], ({ engine }) =>
    engine?.admittedOperations === undefined ? [] : [[[], engine.admittedOperations]],
  );
  gauge('subgraph_tokens', 'Tokens for subgraphs that are kept.', [], ({ engine }) =>
    engine?.subgraphTokens === undefined ? [] : [[[], engine.subgraphTokens]],
  );
  gauge('shared_runs_in_flight', 'Whole queries that others may join.', [], ({ engine }) =>
    engine?.joinedRuns === undefined ? [] : [[[], engine.joinedRuns]],
  );
  gauge(
    'shared_fetches_in_flight',
    'Fetches under way that others may join, by subgraph.',
    ['subgraph'],
    ({ engine }) => [...(engine?.flights ?? [])].map(([name, count]) => [[name], count]),
  );
  gauge(
    'planner_waiting',
    'Operations that wait to be planned.',
    [],
    ofPlanner(({ waiting }) => [[[], waiting]]),
  );
  counter(
    'planner_plans_total',
    'Operations by what became of them since this release serves: planned, remembered, or refused with a code.',
    ['outcome'],
    ofPlanner(({ planned, remembered, refused }) => [
      [['planned'], planned],
      [['remembered'], remembered],
      ...Object.entries(refused).map(([code, count]): MetricSample => [[code], count]),
    ]),
  );
  counter(
    'planner_restarts_total',
    'How often the planner died of an operation or of itself.',
    [],
    ofPlanner(({ restarts }) => [[[], restarts]]),
  );
}
