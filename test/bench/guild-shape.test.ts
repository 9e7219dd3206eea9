// The harness end to end, on the workload guild-shape: whoever answers wrongly is found out.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runLoad } from '../../bench/load/run-load.ts';
import { type Responder, startResponder } from '../../bench/responder/start-responder.ts';
import { askJson, writeRequestBody } from '../../bench/verify/ask.ts';
import { verifyAnswers } from '../../bench/verify/verify-answers.ts';
import { startGuildShape } from '../../bench/workloads/guild-shape.ts';
import type { Workload } from '../../bench/workloads/workload.ts';

describe('the workload guild-shape', () => {
  let workload: Workload;
  let responder: Responder;
  beforeAll(async () => {
    workload = await startGuildShape({ distinctVariables: 3 });
    const urls = workload.subgraphs.map(({ name, originUrl }) => [name, originUrl] as const);
    responder = await startResponder({ urls: Object.fromEntries(urls), headers: {} });
  });
  afterAll(async () => {
    await responder.close();
    await workload.close();
  });

  const findOperation = (id: string) => {
    const operation = workload.operations.find((one) => one.id === id);
    if (!operation?.expectedData) throw new Error(`no operation ${id}`);
    const { document, variables, expectedData } = operation;
    return variables.map((one) => ({
      body: writeRequestBody(document, one),
      data: expectedData(one),
    }));
  };

  it.each([
    ['heavy', 80_000, 95_000],
    ['small', 900, 1_200],
    ['tiny', 200, 400],
  ])('answers %s with %d to %d bytes, other ones for other variables', (id, least, most) => {
    const texts = findOperation(id).map(({ data }) => JSON.stringify({ data }));

    expect(texts.every(({ length }) => length >= least && length <= most)).toBe(true);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('asks the origin once for each fetch, and answers from memory then', async () => {
    const body = writeRequestBody('query ($segment: Int!) { users(segment: $segment) { name } }', {
      segment: 7,
    });
    const url = `${responder.url}/accounts`;

    const first = await askJson(url, body);
    responder.resetCounts();
    const load = await runLoad({ url, bodies: [body], connections: 4, durationMs: 50 });

    expect(first.data).toMatchObject({ users: expect.any(Array) as unknown[] });
    expect(load).toMatchObject({ failures: 0, oddLengths: 0 });
    expect(responder.counts()).toMatchObject({ misses: 0, calls: load.answered });
  });

  it('takes tiny answers of the accounts subgraph for right, and those of another segment for wrong', async () => {
    const known = findOperation('tiny');
    const url = `${responder.url}/accounts`;

    expect(await verifyAnswers(url, known)).toBeUndefined();
    const swapped = known.map(({ body }, index) => ({ body, data: known[index - 1]?.data }));
    expect(await verifyAnswers(url, swapped)).toContain('$');
  });

  it('counts answers that fail or change their length under load', async () => {
    let count = 0;
    const server = createServer((request, response) => {
      request.resume();
      count += 1;
      response.writeHead(count === 2 ? 500 : 200);
      response.end(count === 3 ? '{"data":null}' : '{}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    const url = `http://127.0.0.1:${port}/`;
    const order = { url, bodies: ['{}'], connections: 1, durationMs: 5_000, maxRequests: 5 };
    const load = await runLoad(order);

    server.close();
    expect(load).toMatchObject({ answered: 5, failures: 1, oddLengths: 1 });
  });
});
