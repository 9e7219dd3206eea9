// Configuration: defaults by environment, and every fault at once.
import { describe, expect, it } from 'vitest';

import {
  describeConfiguration,
  parseGatewayConfig,
  subgraphUrlVariable,
} from '../../gateway/config.ts';

describe('parseGatewayConfig', () => {
  it('needs nothing, and is strict unless it is told to be local', () => {
    const config = parseGatewayConfig({});

    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      environment: 'production',
      isIntrospectionAllowed: false,
      cost: 'scope',
      corsOrigins: [],
      tokens: undefined,
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('shows schema and cost in the environment local, unless told otherwise', () => {
    expect(parseGatewayConfig({ MARQUE_ENVIRONMENT: 'local' })).toMatchObject({
      isIntrospectionAllowed: true,
      cost: 'always',
    });
    expect(
      parseGatewayConfig({
        MARQUE_ENVIRONMENT: 'local',
        MARQUE_INTROSPECTION: 'false',
        MARQUE_COST: 'scope',
      }),
    ).toMatchObject({ isIntrospectionAllowed: false, cost: 'scope' });
  });

  it('lists every fault at once, with the subgraph URLs that are missing, and no value', () => {
    const read = () =>
      parseGatewayConfig({ MARQUE_PORT: 'secret-1', MARQUE_MAX_BODY: '1 megabyte' }, ['pricing']);

    expect(read).toThrow(
      expect.objectContaining({
        code: 'CONFIGURATION_INVALID',
        message: expect.stringMatching(
          /MARQUE_PORT[\s\S]*MARQUE_MAX_BODY[\s\S]*MARQUE_PRICING_SUBGRAPH_URL/,
        ) as string,
      }) as Error,
    );
    expect(read).not.toThrow('secret-1');
  });

  it.each([
    [{ MARQUE_JWKS_FILE: 'a', MARQUE_JWKS_URL: 'https://b' }, 'MARQUE_JWKS_URL'],
    [{ MARQUE_JWKS_FILE: 'a' }, 'MARQUE_TOKEN_ISSUER'],
    [{ MARQUE_TOKEN_CLOCK_TOLERANCE: '2m' }, 'MARQUE_TOKEN_CLOCK_TOLERANCE'],
    [{ MARQUE_MARKET_LANGUAGES: 'DE:de' }, 'MARQUE_MARKET_LANGUAGES'],
  ])('refuses %o', (env, variable) => {
    expect(() => parseGatewayConfig(env)).toThrow(variable);
  });

  it('reads the URL of each subgraph', () => {
    const config = parseGatewayConfig({ MARQUE_PRICE_LIST_SUBGRAPH_URL: 'http://a:1/graphql' }, [
      'price-list',
    ]);

    expect(subgraphUrlVariable('price-list')).toBe('MARQUE_PRICE_LIST_SUBGRAPH_URL');
    expect(config.subgraphUrls).toEqual(new Map([['price-list', 'http://a:1/graphql']]));
  });
});

describe('describeConfiguration', () => {
  it('gives every variable a description, and defaults that the parser takes', () => {
    const described = describeConfiguration();
    const defaults = Object.fromEntries(
      described.flatMap(({ name, default: text }) => (text === undefined ? [] : [[name, text]])),
    );

    expect(described.every(({ description }) => description.length > 10)).toBe(true);
    expect(parseGatewayConfig(defaults)).toEqual(parseGatewayConfig({}));
  });
});
