// How the upstreams of a process fare: read when somebody looks, never while a request runs.
import type { HttpClientFigures } from '../http/http-client.ts';
import type { MetricRegistry, MetricSample } from './metric-registry.ts';

/** Adds breakers, retries, queues and connections of an HTTP client to a registry. */
export function addUpstreamMetrics(
  registry: MetricRegistry,
  readFigures: () => HttpClientFigures,
): void {
  const add =
    (type: 'gauge' | 'counter') =>
    (
      name: string,
      help: string,
      labelNames: readonly string[],
      read: (http: HttpClientFigures) => readonly MetricSample[],
    ): void =>
      registry.sample({
        name: `marque_${name}`,
        help,
        type,
        labelNames,
        read: () => read(readFigures()),
      });
  const gauge = add('gauge');
  const counter = add('counter');

  gauge(
    'upstream_breaker_state',
    'State of the breaker of each upstream: 1 for the one that it is in.',
    ['upstream', 'state'],
    (http) =>
      http.upstreams.flatMap(({ name, breaker }) =>
        (['closed', 'open', 'probing'] as const).map((state): MetricSample => [
          [name, state],
          Number(state === breaker),
        ]),
      ),
  );
  counter(
    'upstream_breaker_openings_total',
    'How often the breaker opened.',
    ['upstream'],
    (http) => http.upstreams.map(({ name, openings }) => [[name], openings]),
  );
  counter('upstream_retries_total', 'Requests that were sent once more.', ['upstream'], (http) =>
    http.upstreams.map(({ name, retries }) => [[name], retries]),
  );
  gauge(
    'upstream_requests',
    'Requests to each upstream under way, and those that wait for one of its places.',
    ['upstream', 'state'],
    (http) =>
      http.upstreams.flatMap(({ name, running, waiting }): MetricSample[] => [
        [[name, 'running'], running],
        [[name, 'waiting'], waiting],
      ]),
  );
  gauge(
    'upstream_connections',
    'Connections to each address, and requests that wait for one.',
    ['origin', 'state'],
    (http) =>
      http.connections.flatMap(({ origin, connected, idle, waiting }): MetricSample[] => [
        [[origin, 'connected'], connected],
        [[origin, 'idle'], idle],
        [[origin, 'waiting'], waiting],
      ]),
  );
}
