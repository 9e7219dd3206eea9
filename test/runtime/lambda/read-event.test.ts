// Events of all kinds, read into one request.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readEvent } from '../../../runtime/lambda/read-event.ts';
import {
  eventKinds,
  functionUrlEvent,
  httpApiEvent,
  loadBalancerEvent,
  loadBalancerEventOfMany,
  restApiEvent,
} from './events.ts';

describe('readEvent', () => {
  it.each(Object.entries(eventKinds))(
    'finds method, path, query, client, cookies and body of an event of: %s',
    (_kind, createEvent) => {
      const call = readEvent(
        createEvent({
          method: 'POST',
          path: '/graphql',
          query: 'a=1%262&b=x%20y',
          headers: { 'X-Marque-Market': 'DE' },
          cookies: ['one=1', 'two=2'],
          body: Buffer.from('{}').toString('base64'),
          isBase64Encoded: true,
        }),
        '',
      );

      expect(call).toMatchObject({
        method: 'POST',
        target: '/graphql?a=1%262&b=x%20y',
        clientIp: '203.0.113.7',
        headers: { 'x-marque-market': ['DE'], cookie: ['one=1; two=2'] },
      });
      expect(call.body?.toString()).toBe('{}');
    },
  );

  it.each([
    ['REST API', restApiEvent],
    ['HTTP API', httpApiEvent],
    ['load balancer of many values', loadBalancerEventOfMany],
  ])('keeps a name that stands in the query twice: %s', (_kind, createEvent) => {
    expect(readEvent(createEvent({ query: 'id=1&id=2' }), '').target).toBe('/?id=1&id=2');
  });

  it('says which form the answer must have', () => {
    const forms = Object.values(eventKinds).map((createEvent) => readEvent(createEvent(), '').form);

    expect(forms).toEqual([
      'gateway payload 1.0',
      'gateway payload 2.0',
      'gateway payload 2.0',
      'load balancer',
      'load balancer, many values',
    ]);
  });

  it('takes the stage off the path of an HTTP API, and only as a whole segment', () => {
    const own = readEvent(httpApiEvent({ path: '/graphql' }), '');
    const root = readEvent({ ...httpApiEvent(), rawPath: '/prod' }, '');
    const other = readEvent({ ...httpApiEvent(), rawPath: '/product' }, '');
    const payload1 = readEvent({ ...restApiEvent({ path: '/prod/graphql' }), version: '1.0' }, '');
    const restApi = readEvent(restApiEvent({ path: '/prod/graphql' }), '');

    expect([own, root, other, payload1, restApi].map(({ target }) => target)).toEqual([
      '/graphql',
      '/',
      '/product',
      '/graphql',
      '/prod/graphql',
    ]);
  });

  it('takes off the base path of a custom domain', () => {
    const call = readEvent(functionUrlEvent({ path: '/marque/graphql' }), '/marque');

    expect(call.target).toBe('/graphql');
  });

  it('takes the address that the load balancer saw, not those that the client claims', () => {
    const headers = { 'x-forwarded-for': '10.0.0.1, 192.0.2.1' };

    expect(readEvent(loadBalancerEvent({ headers }), '').clientIp).toBe('192.0.2.1');
  });

  it('has neither query nor headers where a REST API sends null', () => {
    const call = readEvent({ ...restApiEvent(), headers: null, multiValueHeaders: null }, '');

    expect(call).toMatchObject({ target: '/', headers: {}, body: undefined });
  });

  it.each([
    ['a queue', { Records: [] }],
    ['a schedule', { source: 'aws.events', version: '0' }],
    ['a WebSocket', { requestContext: { connectionId: 'x', eventType: 'MESSAGE' } }],
    ['nothing', null],
    ['a text', 'GET /'],
    ['a payload 2.0 without its request', { version: '2.0', rawPath: '/', requestContext: {} }],
  ])('refuses the event of %s', (_kind, event) => {
    expect(() => readEvent(event, '')).toThrow(
      expect.objectContaining({ code: 'LAMBDA_EVENT_UNKNOWN' }) as Error,
    );
  });

  it('makes of any path and query one that a URL parser takes as it stands', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.dictionary(fc.string(), fc.string({ unit: 'binary' })),
        (path, query) => {
          const event = {
            ...restApiEvent({ path: `/p${path.replaceAll(/[./\\]/g, '')}` }),
            queryStringParameters: query,
          };

          const { target } = readEvent(event, '');

          const { pathname, search } = new URL(target, 'http://localhost');
          expect(pathname + search).toBe(target);
        },
      ),
    );
  });

  it('gives decoded query values back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (values) => {
        const event = { ...restApiEvent(), multiValueQueryStringParameters: { v: values } };

        const { target } = readEvent(event, '');

        expect(new URL(target, 'http://localhost').searchParams.getAll('v')).toEqual(values);
      }),
    );
  });
});
