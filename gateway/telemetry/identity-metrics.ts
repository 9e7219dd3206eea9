// What is remembered of callers, and what became of what they sent to prove who asks.
import type { MetricRegistry, MetricSample } from '../../runtime/telemetry/metric-registry.ts';
import type { CredentialFigures } from '../guard/credential-figures.ts';

/** Adds the figures of identity to a registry; there are none before they can be read. */
export function registerIdentityMetrics(
  registry: MetricRegistry,
  read: () => Readonly<Record<string, CredentialFigures | undefined>> | undefined,
): void {
  const readKinds = () =>
    Object.entries(read() ?? {}).flatMap(([kind, figures]) => (figures ? [{ kind, figures }] : []));
  registry.sample({
    name: 'marque_remembered_callers',
    help: 'What is remembered as verified: API keys and tokens, by their digests.',
    type: 'gauge',
    labelNames: ['kind'],
    read: () => readKinds().map(({ kind, figures }) => [[kind], figures.remembered]),
  });
  registry.sample({
    name: 'marque_identity_checks_total',
    help: 'What became of API keys and tokens; `outage` went on while the store of keys was away.',
    type: 'counter',
    labelNames: ['kind', 'outcome'],
    read: () =>
      readKinds().flatMap(({ kind, figures }) =>
        Object.entries(figures.outcomes).map(([name, count]): MetricSample => [
          [kind, name],
          count,
        ]),
      ),
  });
}
