// One line in the log for each request, without secrets.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createLog } from '../../../runtime/log.ts';
import { ask, startTestGraph, type TestGraph } from '../test-graph.ts';

const lines: Record<string, unknown>[] = [];
let graph: TestGraph;
beforeAll(async () => {
  const destination = {
    write: (line: string) => {
      lines.push(JSON.parse(line) as Record<string, unknown>);
    },
  };
  graph = await startTestGraph({ log: createLog({ level: 'info', name: 'gateway', destination }) });
});
afterAll(() => graph.stop());

const findLines = (correlationId: string) =>
  lines.filter(
    (line) => line['msg'] === 'operation.answered' && line['correlationId'] === correlationId,
  );

describe('the log', () => {
  it('has one line for an operation, with what it was and what it cost', async () => {
    await ask(
      graph.url,
      'query Markets($vin: Any) { markets { currency } broken(kind: "plain") echo(value: $vin) }',
      {
        variables: { vin: 'WBA00000000000001' },
        headers: { 'x-correlation-id': 'one', 'apollographql-client-name': 'configurator' },
      },
    );

    expect(findLines('one')).toMatchObject([
      {
        operationName: 'Markets',
        operationType: 'query',
        status: 200,
        clientName: 'configurator',
        errorCodes: ['SUBGRAPH_ERROR'],
        fetches: 2,
        restCalls: 4,
        isSignedIn: false,
      },
    ]);
    expect(JSON.stringify(lines)).not.toContain('WBA00000000000001');
  });

  it('has one line for a request that was refused', async () => {
    await ask(graph.url, '{ dealerCount }', {
      headers: { 'x-correlation-id': 'two', authorization: 'Bearer secret.secret.secret' },
    });

    expect(findLines('two')).toMatchObject([{ status: 401, errorCodes: ['UNAUTHENTICATED'] }]);
    expect(JSON.stringify(lines)).not.toContain('secret.secret');
  });
});
