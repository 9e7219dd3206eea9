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
      schemaAccess: 'nobody',
      cost: 'scope',
      corsOrigins: [],
      identity: { tokens: undefined, keys: undefined, isKeyRequired: false },
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('shows schema and cost in the environment local, unless told otherwise', () => {
    expect(parseGatewayConfig({ MARQUE_ENVIRONMENT: 'local' })).toMatchObject({
      schemaAccess: 'everyone',
      cost: 'always',
    });
    expect(
      parseGatewayConfig({
        MARQUE_ENVIRONMENT: 'local',
        MARQUE_INTROSPECTION: 'false',
        MARQUE_COST: 'scope',
      }),
    ).toMatchObject({ schemaAccess: 'nobody', cost: 'scope' });
  });

  it('opens the schema to callers with a scope where one is named, also in the environment local', () => {
    const env = { MARQUE_ENVIRONMENT: 'local', MARQUE_INTROSPECTION_SCOPE: 'schema:read' };
    const expected = { schemaAccess: { scope: 'schema:read' }, isExplorerServed: false };

    expect(parseGatewayConfig(env)).toMatchObject(expected);
    expect(parseGatewayConfig({ ...env, MARQUE_INTROSPECTION: 'false' })).toMatchObject(expected);
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
    [
      { MARQUE_INTROSPECTION_SCOPE: 'a', MARQUE_INTROSPECTION: 'true' },
      'MARQUE_INTROSPECTION_SCOPE',
    ],
    [{ MARQUE_INTROSPECTION_SCOPE: 'a b' }, 'MARQUE_INTROSPECTION_SCOPE'],
    [{ MARQUE_GET: 'false', MARQUE_GET_WITHOUT_PREFLIGHT: 'true' }, 'MARQUE_GET=false'],
    [{ MARQUE_KEYS_FILE: 'keys.json' }, 'MARQUE_KEY_PEPPER'],
    [{ MARQUE_KEY_PEPPER: 'a'.repeat(24) }, 'MARQUE_KEYS_FILE'],
    [{ MARQUE_KEY_PEPPER: 'a'.repeat(24), MARQUE_KEY_PEPPER_FILE: 'a' }, 'set one of them'],
    [{ MARQUE_KEY_PEPPER: 'short', MARQUE_KEYS_FILE: 'a' }, 'MARQUE_KEY_PEPPER'],
    [{ MARQUE_REQUIRE_KEY: 'true' }, 'no keys are read'],
    [{ MARQUE_KEY_OUTAGE_LIMIT: '25h' }, 'MARQUE_KEY_OUTAGE_LIMIT'],
    [{ MARQUE_PROXY_SUBJECT_HEADER: 'x-user' }, 'MARQUE_TRUSTED_PROXIES'],
    [{ MARQUE_PROXY_SUBJECT_HEADER: 'authorization' }, 'begins with x-'],
    [{ MARQUE_PROXY_SECRET: 'a'.repeat(24) }, 'MARQUE_PROXY_SUBJECT_HEADER'],
    [{ MARQUE_TRUSTED_PROXIES: '0.0.0.0/0' }, 'MARQUE_TRUSTED_PROXIES'],
    [{ MARQUE_JWKS_URL: 'https://a', MARQUE_TOKEN_ISSUERS_FILE: 'b' }, 'set one of them'],
    [{ MARQUE_REDIS_URL: 'http://a' }, 'MARQUE_REDIS_URL'],
    [{ MARQUE_MARKET_LANGUAGES: 'DE:de' }, 'MARQUE_MARKET_LANGUAGES'],
    [{ MARQUE_ADMIN_HOST: '0.0.0.0' }, 'MARQUE_ADMIN_OPERATOR_TOKEN'],
    [{ MARQUE_ADMIN_READER_TOKEN: 'short' }, 'MARQUE_ADMIN_READER_TOKEN'],
    [{ MARQUE_USAGE: 'file' }, 'MARQUE_USAGE_DIR'],
    [{ MARQUE_USAGE: 'redis', MARQUE_USAGE_DIR: 'a' }, 'MARQUE_REDIS_URL'],
    [{ MARQUE_USAGE_FIELD_SAMPLE_RATIO: '1.1' }, 'MARQUE_USAGE_FIELD_SAMPLE_RATIO'],
    [{ MARQUE_USAGE_RECORD_RATIO: '-0.1' }, 'MARQUE_USAGE_RECORD_RATIO'],
    [{ MARQUE_USAGE_FLUSH_INTERVAL: '10ms' }, 'MARQUE_USAGE_FLUSH_INTERVAL'],
    [
      { MARQUE_ADMIN_READER_TOKEN: 'a'.repeat(24), MARQUE_ADMIN_OPERATOR_TOKEN: 'a'.repeat(24) },
      'are the same',
    ],
  ])('refuses %o', (env, variable) => {
    expect(() => parseGatewayConfig(env)).toThrow(variable);
  });

  it.each([
    [{}, 4001],
    [{ MARQUE_PORT: '80' }, 81],
    [{ MARQUE_PORT: '0' }, 0],
    [{ MARQUE_PORT: '65535' }, 0],
    [{ MARQUE_ADMIN_PORT: '9464' }, 9464],
  ])('with %o opens the admin port %d, on loopback', (env, port) => {
    expect(parseGatewayConfig(env).admin).toMatchObject({ host: '127.0.0.1', port });
  });

  it('opens no admin port if told so', () => {
    expect(parseGatewayConfig({ MARQUE_ADMIN: 'false' }).admin).toBeUndefined();
  });

  it.each([
    [{}, undefined],
    [{ MARQUE_REDIS_URL: 'redis://a' }, undefined],
    [{ MARQUE_USAGE_DIR: 'a' }, { kind: 'file', directory: 'a' }],
    [{ MARQUE_USAGE: 'off', MARQUE_USAGE_DIR: 'a' }, undefined],
    [
      { MARQUE_USAGE: 'redis', MARQUE_REDIS_URL: 'redis://a' },
      { kind: 'redis', url: 'redis://a' },
    ],
  ])('with %o keeps usage in %o', (env, store) => {
    expect(parseGatewayConfig(env).usage?.store).toEqual(store);
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
