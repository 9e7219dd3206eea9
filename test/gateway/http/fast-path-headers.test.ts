// The short way in against Fastify's: the same headers must get the same answers.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { propertyRuns } from '../../property-runs.ts';
import { operationBodies } from './operation-bodies.ts';
import { openConnection, writeRequest } from './raw-exchange.ts';
import {
  type HeaderLine,
  json,
  longWay,
  manyAliases,
  shortWay,
  startTwoWays,
  type TwoWays,
  write,
} from './two-ways.ts';

describe.each(['reference', 'compiled'])('the two ways in to the engine %s', (engine) => {
  let ways: TwoWays;
  beforeAll(async () => {
    ways = await startTwoWays(engine);
  });
  afterAll(() => ways.stop());

  it.each<[string, readonly HeaderLine[], number]>([
    ['upper case', [['Content-Type', 'APPLICATION/JSON; CHARSET=UTF-8']], 200],
    ['a charset', [['content-type', 'application/json;charset=utf-8']], 200],
    ['a charset in quotes', [['content-type', 'application/json; charset="utf-8"']], 200],
    ['a foreign charset', [['content-type', 'application/json; charset=latin1']], 415],
    ['a parameter', [['content-type', 'application/json; a=b']], 200],
    ['a space after the type', [['content-type', 'application/json ']], 200],
    ['a semicolon after the type', [['content-type', 'application/json;']], 200],
    ['a longer type', [['content-type', 'application/jsonp']], 415],
    ['another type', [['content-type', 'text/plain']], 415],
    ['no type', [], 415],
    ['two types', [json, ['content-type', 'text/plain']], 200],
    ['any answer', [json, ['accept', '*/*']], 200],
    ['JSON', [json, ['accept', 'application/json']], 200],
    ['GraphQL JSON', [json, ['accept', 'application/graphql-response+json']], 200],
    [
      'GraphQL JSON before JSON',
      [json, ['accept', 'application/json;q=0.5, application/graphql-response+json']],
      200,
    ],
    ['two accepts', [json, ['accept', 'text/html'], ['accept', 'application/json']], 200],
    ['nothing that is spoken', [json, ['accept', 'text/html']], 406],
    ['JSON not at all', [json, ['accept', 'application/json;q=0']], 406],
    ['a market', [json, ['x-marque-market', 'DE']], 200],
    ['no market', [json, ['x-marque-market', 'de']], 400],
    ['two markets', [json, ['x-marque-market', 'DE'], ['x-marque-market', 'FR']], 400],
    ['an empty market', [json, ['x-marque-market', '']], 200],
    ['a language', [json, ['x-marque-language', 'fr']], 200],
    ['a day', [json, ['x-marque-price-date', '2026-01-01']], 200],
    ['no day', [json, ['x-marque-price-date', '2026-02-30']], 400],
    ['no brand', [json, ['x-marque-brand', '__proto__']], 400],
    ['a broken token', [json, ['authorization', 'Bearer x.y.z']], 401],
    ['no token', [json, ['authorization', 'Bearer']], 401],
    ['another scheme', [json, ['authorization', 'Basic YTpi']], 401],
    [
      'a trace',
      [json, ['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']],
      200,
    ],
    ['the cost', [json, ['x-marque-cost', 'detail']], 200],
    ['no time left', [json, ['x-marque-deadline', '0']], 200],
    ['a caller that expects to be told to go on', [json, ['expect', '100-continue']], 200],
    ['a preflight header', [json, ['apollo-require-preflight', '1']], 200],
    ['a connection that is to close', [json, ['connection', 'close']], 200],
    ['an upgrade', [json, ['connection', 'upgrade'], ['upgrade', 'h2c']], 200],
    ['a body in chunks', [json, ['transfer-encoding', 'chunked']], 200],
    ['a length with zeros', [json, ['content-length', '00027']], 200],
  ])('answer a request with %s alike', async (name, headers, status) => {
    const operation = write('{ dealerCount }');
    const inChunks = `${operation.length.toString(16)}\r\n${operation}\r\n0\r\n\r\n`;

    const answer = await ways.compare({
      headers,
      body: name.includes('chunks') ? inChunks : operation,
    });

    expect(answer.status).toBe(status);
  });

  it.each(['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('answer %s alike', async (method) => {
    const [short, long] = await Promise.all(
      [shortWay, longWay].map(async (path) => {
        const connection = openConnection(ways.port);
        connection.write(
          writeRequest(
            `${method} ${path}`,
            [json, ['connection', 'close']],
            write('{ dealerCount }'),
          ),
        );
        return (await connection.closed).replaceAll(/^(date|x-correlation-id): .*$/gim, '');
      }),
    );

    expect(short).toEqual(long);
    expect(short).toMatch(method === 'OPTIONS' ? /^HTTP\/1\.1 [24]/ : /^HTTP\/1\.1 405/);
  });

  it('answer with the same gzip, as clients accept it', async () => {
    for (const accepted of [
      'gzip',
      'GZIP',
      'gzip;q=0',
      'gzip;q=0.1',
      '*',
      '*;q=0',
      'br',
      'br, gzip;q=0.5',
      'identity',
      'x-gzip',
      'gzip;q=x',
      '',
      ' ',
      'deflate, *;q=0.1',
      'identity;q=0',
      'gzip;q=0, *',
      'identity, gzip',
      'gzip;q=0.5, identity',
    ]) {
      for (const query of [manyAliases, '{ dealerCount }', '{ nothing }']) {
        await ways.compare({ headers: [json, ['accept-encoding', accepted]], body: write(query) });
      }
    }
    const given = {
      headers: [json, ['accept-encoding', 'gzip']] as const,
      body: write(manyAliases),
    };
    const answer = await ways.compare(given);
    expect(answer.headers).toContainEqual(['content-encoding', 'gzip']);
  });

  it('know a caller with a token, and take over a correlation id', async () => {
    const bearer = `Bearer ${await ways.token()}`;
    const body = write('{ vehicle(vin: "a") { vin mileageKm } secret }');

    const known = await ways.compare({ headers: [json, ['authorization', bearer]], body });
    const twice = await ways.compare({
      headers: [json, ['authorization', bearer], ['authorization', 'Bearer x.y.z']],
      body,
    });
    const expired = await ways.compare({
      headers: [json, ['authorization', `Bearer ${await ways.token({ exp: 1 })}`]],
      body,
    });
    const named = await ways.compare({ headers: [json, ['x-correlation-id', 'c-1']], body });
    const badlyNamed = await ways.compare({ headers: [json, ['x-correlation-id', 'c 1']], body });

    expect(known.text).toContain('"mileageKm":10');
    expect(known.text).toContain('"secret":"seen"');
    expect(twice.text).toEqual(known.text);
    expect(expired.status).toBeLessThan(402);
    expect(named.headers).toContainEqual(['x-correlation-id', 'c-1']);
    expect(badlyNamed.headers).not.toContainEqual(['x-correlation-id', 'c 1']);
  });

  it('answer any combination of headers, bodies and their parts alike', async () => {
    const bearer = `Bearer ${await ways.token()}`;
    const line = (name: string, ...values: string[]) =>
      fc.option(
        fc.constantFrom(...values).map((value): HeaderLine => [name, value]),
        {
          nil: undefined,
          freq: 2,
        },
      );
    const lines = fc
      .tuple(
        fc.constantFrom<HeaderLine>(
          json,
          ['Content-Type', 'Application/JSON;charset=UTF-8'],
          ['content-type', 'application/json; charset=utf8'],
          ['content-type', 'text/json'],
        ),
        line(
          'accept',
          '*/*',
          'application/json',
          'application/graphql-response+json',
          'application/*;q=0.2, text/html',
          'text/html',
          'a;;q=,',
          ',',
        ),
        line(
          'accept-encoding',
          'gzip',
          'gzip, deflate, br',
          '*',
          'gzip;q=0',
          'identity',
          ';',
          'gzip;q=-1',
          '*;q=0, gzip',
        ),
        line('authorization', bearer, 'Bearer x', 'bearer', ''),
        line('x-marque-market', 'DE', 'CH', 'xx', 'DE, FR'),
        line('x-marque-language', 'de', 'it', 'zz', '*'),
        line('x-marque-brand', 'bmw', 'constructor'),
        line('x-correlation-id', 'a', 'b c', 'x'.repeat(200)),
        line('connection', 'keep-alive', 'close', 'te'),
        line('origin', 'https://configurator.example', 'null'),
        line('content-encoding', 'identity', 'gzip', 'br'),
        line('x-marque-deadline', '5000', '-1', 'x'),
        line('x-no-compression', '', '1'),
      )
      .map((all) => all.filter((header) => header !== undefined));
    const bodies = fc.constantFrom(
      ...operationBodies.map(([, body]) => body),
      write(manyAliases),
      write('{ vehicle(vin: "a") { vin } }'),
      write('mutation { rename(id: "DE", name: "y") { id name currency } }'),
    );
    await fc.assert(
      fc.asyncProperty(lines, bodies, async (headers, body) => {
        const { status } = await ways.compare({ headers, body });

        expect(status).toBeLessThan(500);
      }),
      propertyRuns(150),
    );
  }, 120_000);
});
