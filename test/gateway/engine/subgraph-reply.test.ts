// Whatever a subgraph answers is read or refused, and nothing of it gets out that should not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readSubgraphReply } from '../../../gateway/engine/subgraph-reply.ts';

const reply = (body: unknown, status = 200) => ({
  status,
  bodyText: () => (typeof body === 'string' ? body : JSON.stringify(body)),
});
const read = (body: unknown, entityCount?: number) => {
  const outcome = readSubgraphReply('pricing', reply(body), entityCount);
  if (outcome.status === 'invalid') throw new Error(outcome.reason);
  return outcome.reply;
};

describe('readSubgraphReply', () => {
  it('never throws, and gives only codes that clients may see', () => {
    const anything = fc.property(
      fc.oneof(
        fc.string(),
        fc.jsonValue(),
        fc.record({
          data: fc.jsonValue(),
          errors: fc.oneof(
            fc.jsonValue(),
            fc.array(
              fc.record({
                message: fc.jsonValue(),
                path: fc.jsonValue(),
                extensions: fc.oneof(fc.jsonValue(), fc.record({ code: fc.jsonValue() })),
              }),
            ),
          ),
          extensions: fc.oneof(
            fc.jsonValue(),
            fc.record({ rest: fc.record({ calls: fc.jsonValue() }) }),
          ),
        }),
      ),
      fc.option(fc.nat(3), { nil: undefined }),
      (body, entityCount) => {
        const outcome = readSubgraphReply('pricing', reply(body), entityCount);
        return (
          outcome.status === 'invalid' ||
          outcome.reply.errors.every(({ extensions }) => extensions['code'] === 'SUBGRAPH_ERROR')
        );
      },
    );

    expect(fc.check(anything).failed).toBe(false);
  });

  it.each([
    'see http://10.0.0.7/v1/prices',
    'Error\n    at load (/app/pricing.js:10:3)',
    'at load pricing.js:10:3',
    'ENOENT: open /srv/pricing/schema.graphql',
    'x'.repeat(400),
    42,
  ])('replaces a message of an allowed code that may hold something internal: %j', (message) => {
    const { errors } = read({ errors: [{ message, extensions: { code: 'MARKET_UNKNOWN' } }] });

    expect(errors.map((error) => error.toJSON())).toEqual([
      {
        message: 'There is no such market.',
        extensions: { code: 'MARKET_UNKNOWN', service: 'pricing' },
      },
    ]);
  });

  it('reads what the subgraph found in its cache, and takes nothing else for it', () => {
    const readCache = (cache: unknown) =>
      read({ data: {}, extensions: { rest: { calls: [], cache } } }).cacheReads;

    expect(readCache({ hits: 3, misses: 0 })).toEqual({ hits: 3, misses: 0 });
    for (const cache of [undefined, null, [], { hits: 1 }, { hits: -1, misses: 0 }])
      expect(readCache(cache)).toBeUndefined();
    expect(readCache({ hits: 1.5, misses: '2' })).toBeUndefined();
  });

  it('keeps path, code and service of an allowed error, and no other extension', () => {
    const { errors } = read({
      errors: [
        {
          message: 'secret',
          path: ['_entities', 0, 'price', { a: 1 }],
          locations: [{ line: 1, column: 1 }],
          extensions: { code: 'UPSTREAM_TIMEOUT', service: 'pricing-api', stacktrace: ['x'] },
        },
      ],
    });

    expect(errors.map((error) => error.toJSON())).toEqual([
      {
        message: 'A service behind the graph did not answer in time.',
        path: ['_entities', 0, 'price'],
        extensions: { code: 'UPSTREAM_TIMEOUT', service: 'pricing-api' },
      },
    ]);
  });

  it('adds up milliseconds of REST calls, and drops what is no count', () => {
    const { restCalls } = read({
      data: {},
      extensions: {
        rest: {
          calls: [
            { service: 'pricing', resource: 'item-prices', count: 2, ms: [1.5, 2] },
            { service: 'pricing', resource: 'taxes', count: 1 },
            { service: 'http://evil', resource: 'taxes', count: 1 },
            { service: 'pricing', resource: 'taxes', count: -1 },
            null,
          ],
        },
      },
    });

    expect(restCalls).toEqual([
      { service: 'pricing', resource: 'item-prices', count: 2, ms: 3.5, msByCall: [1.5, 2] },
      { service: 'pricing', resource: 'taxes', count: 1 },
    ]);
  });

  it('takes data of as many entities as were asked for, or none at all', () => {
    expect(read({ data: { _entities: [null, {}] } }, 2).data).toEqual({ _entities: [null, {}] });
    expect(read({ data: null, errors: [{}] }, 2).data).toBeNull();
    expect(readSubgraphReply('pricing', reply({ data: { _entities: [] } }), 2)).toMatchObject({
      status: 'invalid',
      code: 'SUBGRAPH_INVALID_RESPONSE',
    });
  });
});
