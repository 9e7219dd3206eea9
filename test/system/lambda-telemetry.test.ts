// What functions on AWS Lambda tell of themselves: metrics in their log, and the ids of X-Ray.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type EmbeddedMetrics, findEmbeddedMetrics } from '../runtime/lambda/embedded-metrics.ts';
import { functionUrlEvent, loadBalancerEvent, operation } from '../runtime/lambda/events.ts';
import type { RunningFunction } from '../runtime/lambda/start-function.ts';
import { LambdaFunctions, serveFunctionUrl } from './lambda-functions.ts';

type Line = Readonly<Record<string, unknown>>;

const root = '1-5759e988-bd862e3fe1be46a994272793';
const traceId = '5759e988bd862e3fe1be46a994272793';
const segment = `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a87bd80c:1`;
const markets = 'query Markets { markets { id name } }';

describe('functions', () => {
  let functions: LambdaFunctions;
  let service: RunningFunction;
  let subgraph: RunningFunction;
  let gateway: RunningFunction;
  const closing: (() => void)[] = [];

  beforeAll(async () => {
    functions = await LambdaFunctions.build(['gateway', 'vehicle-subgraph', 'vehicle-service']);
    service = await functions.start('vehicle-service');
    const serviceUrl = await serveFunctionUrl(service);
    subgraph = await functions.start('vehicle-subgraph', {
      MARQUE_VEHICLE_API_URL: serviceUrl.url,
    });
    const subgraphUrl = await serveFunctionUrl(subgraph);
    closing.push(
      () => serviceUrl.close(),
      () => subgraphUrl.close(),
    );
    gateway = await functions.start('gateway', {
      MARQUE_VEHICLE_SUBGRAPH_URL: `${subgraphUrl.url}/graphql`,
      AWS_LAMBDA_FUNCTION_NAME: 'graph-prod',
    });
  });
  afterAll(async () => {
    for (const close of closing) close();
    await functions.stop();
  });

  const findMetrics = (lambda: RunningFunction, correlationId: string): EmbeddedMetrics => {
    const found = findEmbeddedMetrics(lambda.output).filter(
      ({ fields }) => fields['correlationId'] === correlationId,
    );
    const [only] = found;
    if (!only || found.length > 1) throw new Error(`${found.length} lines of ${correlationId}`);
    return only;
  };
  const findLine = (lambda: RunningFunction, event: string, correlationId: string): Line => {
    const lines = lambda.output
      .join('')
      .split('\n')
      .filter((text) => text.startsWith('{'))
      .map((text) => JSON.parse(text) as Line);
    const line = lines.find(
      (one) => one['msg'] === event && one['correlationId'] === correlationId,
    );
    if (!line) throw new Error(`no line ${event}`);
    return line;
  };
  const ask = (correlationId: string, headers: Readonly<Record<string, string>> = {}) =>
    functionUrlEvent(operation(markets, { 'x-correlation-id': correlationId, ...headers }));

  it('have written the metrics of an invocation when they answer, each of its own part', async () => {
    await gateway.invoke(ask('one'));
    await gateway.invoke(ask('two'));

    const [first, second] = [findMetrics(gateway, 'one'), findMetrics(gateway, 'two')];
    expect(first.dimensions).toMatchObject({
      part: 'gateway',
      function: 'graph-prod',
      type: 'query',
      release: expect.stringMatching(/^[0-9a-f]+$/) as string,
    });
    expect(first.fields).toMatchObject({ operation: 'Markets', execution: 'complete' });
    expect(first.metrics).toMatchObject({
      coldStarts: 1,
      fetches: 1,
      restCalls: 1,
      cacheMisses: 1,
      errors: 0,
      faults: 0,
    });
    expect(second.metrics).toMatchObject({ coldStarts: 0, restCalls: 0, cacheHits: 1 });
    expect(findMetrics(subgraph, 'one').metrics).toMatchObject({ restCalls: 1, cacheMisses: 1 });
    expect(findMetrics(service, 'one').metrics).toMatchObject({ invocations: 1, faults: 0 });
    expect(findMetrics(service, 'one').dimensions).toEqual({
      part: 'vehicle-api',
      function: 'marque',
    });
  });

  it('bound their dimensions, whatever a client sends', async () => {
    const sent = functionUrlEvent(
      operation('query Made_Up { nothing }', {
        'x-correlation-id': 'made-up',
        'apollographql-client-name': 'Made_Up',
        'x-marque-brand': 'Made_Up',
      }),
    );
    await gateway.invoke(sent);

    const { dimensions, metrics } = findMetrics(gateway, 'made-up');
    expect(JSON.stringify(dimensions)).not.toContain('Made_Up');
    expect(dimensions).toMatchObject({ type: 'none' });
    expect(metrics).toMatchObject({ errors: 1, fetches: 0 });
  });

  it('go on with the trace of X-Ray in which the platform invokes them', async () => {
    const query = '{ modelSeries(brand: "bmw", market: "DE") { code } }';
    const event = functionUrlEvent(operation(query, { 'x-correlation-id': 'xray' }));

    await gateway.invoke(event, undefined, segment);

    const ids = { traceId, xrayTraceId: root };
    expect(findMetrics(gateway, 'xray').fields).toMatchObject(ids);
    expect(findLine(gateway, 'operation.answered', 'xray')).toMatchObject(ids);
    expect(findLine(subgraph, 'subgraph.answered', 'xray')).toMatchObject(ids);
    expect(findLine(service, 'request.done', 'xray')).toMatchObject(ids);
  });

  it('prefer traceparent, and take the header of X-Ray from an event', async () => {
    const own = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = {
      'x-amzn-trace-id': `Root=${root}`,
      traceparent: `00-${own}-00f067aa0ba902b7-01`,
    };

    await gateway.invoke(ask('both', headers));
    await gateway.invoke(
      loadBalancerEvent(
        operation(markets, { 'x-correlation-id': 'header', 'x-amzn-trace-id': `Root=${root}` }),
      ),
    );

    expect(findLine(gateway, 'operation.answered', 'both')).toMatchObject({
      traceId: own,
      xrayTraceId: root,
    });
    expect(findLine(subgraph, 'subgraph.answered', 'both')).toMatchObject({
      traceId: own,
      xrayTraceId: root,
    });
    expect(findLine(gateway, 'operation.answered', 'header')).toMatchObject({ traceId });
  });

  it('write no metrics where that is switched off', async () => {
    const quiet = await functions.start('gateway', { MARQUE_LAMBDA_METRICS: 'false' });

    await quiet.invoke(ask('quiet'));

    expect(findEmbeddedMetrics(quiet.output)).toEqual([]);
    expect(findLine(quiet, 'operation.answered', 'quiet')).toMatchObject({ status: 200 });
  });
});
