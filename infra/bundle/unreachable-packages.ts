// Leaves out of a bundle what is imported but never used here: mostly ApolloGateway's reports to its vendor.
import type { Plugin } from 'esbuild';

/**
 * `ApolloGateway` imports these for metrics that it sends to its vendor, for data sources of its own
 * and for schemas that it fetches. All three are switched off or replaced; whoever called one after
 * all would meet a TypeError instead of a foreign host.
 */
const unreachable =
  /^(?:@opentelemetry\/(?:sdk-metrics|resources|exporter-metrics-otlp-http|resource-detector-[\w-]+|semantic-conventions\/incubating)|make-fetch-happen)$/;
// Our own export of spans needs some of them itself.
const ownExport = /\/runtime\/tracing\/|\/node_modules\/@opentelemetry\//;
const namespace = 'unreachable';

/** Puts an empty module in the place of each of them. */
export const leaveOutUnreachablePackages: Plugin = {
  name: 'leave-out-unreachable-packages',
  setup(build) {
    build.onResolve({ filter: unreachable }, ({ path, importer }) =>
      ownExport.test(importer) ? undefined : { path, namespace },
    );
    build.onLoad({ filter: /.*/, namespace }, () => ({ contents: 'module.exports = {};' }));
  },
};
