// How the gateway fares, in words for a person who is woken at night.
import type { ProcessFigures } from '../../runtime/telemetry/process-metrics.ts';
import type { GatewayState } from '../telemetry/gateway-state.ts';

/** The body of `/health` on the admin port. */
export interface HealthDetail {
  /** `degraded`: it serves, but an upstream is not well or operations are refused. */
  readonly status: GatewayState['status'] | 'degraded';
  /** Why it is degraded, one sentence each. */
  readonly findings: readonly string[];
  readonly release?: string | undefined;
  readonly operations: GatewayState['door'];
  readonly upstreams: GatewayState['http']['upstreams'];
  readonly connections: GatewayState['http']['connections'];
  readonly planner?: NonNullable<GatewayState['engine']>['planner'];
  readonly compiledOperations?: number | undefined;
  readonly process: ProcessFigures;
}

// Less than this leaves too little for the collector.
const scarceHeapShare = 0.9;

/** Describes the state. */
export function describeHealth(state: GatewayState, process: ProcessFigures): HealthDetail {
  const { door, http, engine } = state;
  const findings = http.upstreams
    .filter(({ breaker }) => breaker !== 'closed')
    .map(({ name, breaker }) => `The breaker of ${name} is ${breaker}.`);
  if (door.isShedding) findings.push('Operations are refused: the event loop is far behind.');
  if (process.heapUsedBytes > process.heapLimitBytes * scarceHeapShare) {
    findings.push('The heap is nearly full.');
  }
  return {
    status: state.status === 'ready' && findings.length > 0 ? 'degraded' : state.status,
    findings,
    release: state.supergraphId,
    operations: door,
    upstreams: http.upstreams,
    connections: http.connections,
    planner: engine?.planner,
    compiledOperations: engine?.admittedOperations,
    process,
  };
}
