// Heads that Node would refuse without a word.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startTestGraph, type TestGraph } from '../test-graph.ts';
import { exchangeRaw } from './raw-exchange.ts';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph();
});
afterAll(() => graph.stop());

const body = '{"query":"{ dealerCount }"}';
const post = (lines: readonly string[], version = '1.1') =>
  exchangeRaw(
    Number(new URL(graph.url).port),
    [
      `POST /graphql HTTP/${version}`,
      'content-type: application/json',
      `content-length: ${body.length}`,
      ...lines,
      '',
      body,
    ].join('\r\n'),
  );

describe('the head of a request', () => {
  it.each([
    ['without a host', [], 400],
    ['with an expectation that is not known', ['host: a', 'expect: cake'], 417],
  ])('%s is refused in words, and the connection closed', async (_name, lines, status) => {
    const answer = await post(lines);

    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
    expect(answer.headers).toContainEqual(['connection', 'close']);
    expect(answer.headers).toContainEqual(['x-content-type-options', 'nosniff']);
  });

  it.each([
    ['of HTTP/1.0 needs no host', [], '1.0'],
    ['may expect to be told to go on', ['host: a', 'expect: 100-continue'], '1.1'],
  ])('%s', async (_name, lines, version) => {
    const answer = await post(lines, version);

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ data: { dealerCount: 3 } });
  });
});
