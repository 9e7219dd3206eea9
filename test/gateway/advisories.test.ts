// What has gone wrong in gateways before, tried against this one; docs/security.md says where the rest is tried.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, startTestGraph, type TestGraph } from './test-graph.ts';

const engines = ['compiled', 'reference'] as const;
const specialNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
/** As a parser of JSON takes it: members of these names, and no prototype. */
const poison = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"polluted":1';

const isPolluted = (): boolean => 'polluted' in {} || 'polluted' in [] || 'polluted' in (() => 0);

describe.each(engines)('names that JavaScript treats as special, engine %s', (MARQUE_ENGINE) => {
  let graph: TestGraph;
  let poisoner: Server;
  beforeAll(async () => {
    poisoner = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      const entity = `{${poison},"currency":"EUR","taxes":["VAT"]}`;
      response.end(
        `{${poison},"data":{${poison},"_entities":[${entity},${entity}]},"extensions":{${poison}}}`,
      );
    });
    await new Promise<void>((resolve) => void poisoner.listen(0, '127.0.0.1', resolve));
    const { port } = poisoner.address() as AddressInfo;
    graph = await startTestGraph({
      env: { MARQUE_ENGINE },
      urls: { pricing: `http://127.0.0.1:${port}/graphql` },
    });
  });
  afterAll(async () => {
    await graph.stop();
    poisoner.closeAllConnections();
    poisoner.close();
  });

  it.each(specialNames)('as an alias, wherever: %s', async (name) => {
    const answers = [
      await ask(graph.url, `{ ${name}: dealerCount }`),
      await ask(graph.url, `{ ${name}: markets { ${name}: id polluted: name } }`),
      await ask(graph.url, `{ markets { ${name}: dealers polluted: id } }`),
      await ask(graph.url, `{ ${name}: markets { ${name}: currency } }`),
    ];

    for (const { status, text } of answers) {
      expect(status).toBeLessThan(500);
      expect(text).not.toContain('INTERNAL_SERVER_ERROR');
    }
    expect(isPolluted()).toBe(false);
  });

  it.each(specialNames)('as a variable, an operation, a fragment: %s', async (name) => {
    const withVariable = await ask(
      graph.url,
      `query($${name}: ID!) { market(id: $${name}) { id } }`,
      {
        variables: JSON.parse(`{"${name}":"DE"}`) as object,
      },
    );
    const withoutValue = await ask(
      graph.url,
      `query($${name}: ID!) { market(id: $${name}) { id } }`,
    );
    const named = await ask(
      graph.url,
      `query ${name} { ...${name} } fragment ${name} on Query { dealerCount }`,
      { operationName: name },
    );
    const unknown = await ask(graph.url, '{ dealerCount }', { operationName: name });

    expect(withVariable).toMatchObject({ status: 200, body: { data: { market: { id: 'DE' } } } });
    expect(withoutValue.status).toBe(400);
    expect(named.body.data).toEqual({ dealerCount: 3 });
    expect(unknown.status).toBe(400);
    expect(isPolluted()).toBe(false);
  });

  it('within the value of a variable', async () => {
    const answer = await ask(graph.url, 'query($v: Any) { echo(value: $v) }', {
      variables: JSON.parse(`{"v":{${poison},"list":[{${poison}}]},${poison}}`) as object,
    });

    expect(answer.status).toBe(200);
    expect(isPolluted()).toBe(false);
  });

  it('in what a subgraph answers', async () => {
    const answer = await ask(graph.url, '{ markets { id currency taxes } }');
    const next = await ask(graph.url, '{ dealerCount }');

    expect(answer.text).not.toContain('polluted');
    expect(answer.body.data).toEqual({
      markets: ['DE', 'FR'].map((id) => ({ id, currency: 'EUR', taxes: ['VAT'] })),
    });
    expect(next.body).toEqual({ data: { dealerCount: 3 } });
    expect(isPolluted()).toBe(false);
  });
});

describe('fragments that are used again and again, within the limits', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
    await ask(graph.url, '{ markets { id } }');
  });
  afterAll(() => graph.stop());

  const leaf = 'fragment F9 on Market { id name currency dealers }';
  const doubling = (write: (next: string) => string): string =>
    `{ markets { ...F0 } } ${leaf} ${Array.from({ length: 9 }, (_, n) => `fragment F${n} on Market { ${write(`...F${n + 1}`)} }`).join(' ')}`;

  it.each([
    ['twice each', doubling((next) => `${next} ${next}`)],
    ['under conditions', doubling((next) => `${next} ... @skip(if: false) { ${next} }`)],
    [
      'under types',
      doubling((next) => `... on Market { ${next} } ... on Named { ... on Market { ${next} } }`),
    ],
  ])('are planned as what they stand for, in no more time: %s', async (_name, query) => {
    const plain = await ask(graph.url, '{ markets { id name currency dealers } }');
    const before = process.cpuUsage();

    const answer = await ask(graph.url, query);

    const { user, system } = process.cpuUsage(before);
    expect([200, 400]).toContain(answer.status);
    expect((user + system) / 1_000).toBeLessThan(2_000);
    // Either it is over a limit, or it is right.
    expect(answer.status === 400 ? plain.body : answer.body).toEqual(plain.body);
  });
});

describe.each(engines)('callers of one operation, engine %s', (MARQUE_ENGINE) => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph({ env: { MARQUE_ENGINE } });
  });
  afterAll(() => graph.stop());

  const query = `query Shared($id: ID! = "FR", $value: Any, $with: Boolean = true) {
    echo(value: $value)
    market(id: $id) { id name @include(if: $with) currency @skip(if: $with) }
  }`;
  const names: Readonly<Record<string, string>> = { DE: 'Germany', FR: 'France' };
  const callers = ['DE', 'FR', undefined].flatMap((id) =>
    [true, false, undefined].flatMap((isWith) =>
      [1, 'x', null, [1, { a: 2 }]].map((value) => ({ id, value, with: isWith })),
    ),
  );
  const expected = ({ id = 'FR', value, with: isWith = true }: (typeof callers)[number]) => ({
    echo: JSON.stringify(value),
    market: isWith ? { id, name: names[id] } : { id, currency: 'EUR' },
  });

  it('get what they asked for, not what the first one did', async () => {
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all(
        callers.map((variables) => ask(graph.url, query, { variables })),
      );

      expect(answers.map(({ body }) => body)).toEqual(
        callers.map((caller) => ({ data: expected(caller) })),
      );
    }
  });

  it('get what their own literals say, though all else is alike', async () => {
    const ids = ['DE', 'FR', 'XX', 'DE'];
    const answers = await Promise.all(
      ids.map((id) => ask(graph.url, `query Literal { market(id: "${id}") { id } }`)),
    );

    expect(answers.map(({ body }) => body.data?.['market'])).toEqual([
      { id: 'DE' },
      { id: 'FR' },
      null,
      { id: 'DE' },
    ]);
  });
});
