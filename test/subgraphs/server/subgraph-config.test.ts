// Settings that all subgraphs have in common.
import { describe, expect, it } from 'vitest';

import { parseSubgraphConfig } from '../../../subgraphs/server/subgraph-config.ts';

describe('the configuration of a subgraph', () => {
  it('needs the address of its service and has defaults for the rest', () => {
    const config = parseSubgraphConfig('PRICING', {
      MARQUE_PRICING_API_URL: 'http://127.0.0.1:9000/',
    });

    expect(config).toEqual({
      host: '127.0.0.1',
      port: 0,
      admin: undefined,
      apiUrl: 'http://127.0.0.1:9000',
      redisUrl: undefined,
      cacheMaxBytes: 67_108_864,
      timeoutMs: 7_000,
      bodyLimitBytes: 4_194_304,
      logLevel: 'info',
    });
  });

  it('reports every fault at once and no value', () => {
    const env = {
      MARQUE_PRICING_SUBGRAPH_PORT: '99999',
      MARQUE_REDIS_URL: 'http://user:pass@redis',
      MARQUE_REST_TIMEOUT: '10',
    };

    const parse = () => parseSubgraphConfig('PRICING', env);

    expect(parse).toThrow(
      /MARQUE_PRICING_SUBGRAPH_PORT[^]*MARQUE_PRICING_API_URL[^]*MARQUE_REDIS_URL[^]*MARQUE_REST_TIMEOUT/,
    );
    expect(parse).not.toThrow(/pass/);
  });
});
