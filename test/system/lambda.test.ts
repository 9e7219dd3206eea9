// The parts as functions on AWS Lambda: bundles, the four kinds of events, and the graph through them.
import { gunzipSync, gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { lambdaBundles } from '../../infra/lambda/lambda-bundles.ts';
import {
  eventKinds,
  functionUrlEvent,
  loadBalancerEvent,
  operation,
} from '../runtime/lambda/events.ts';
import type { LambdaResponse, RunningFunction } from '../runtime/lambda/start-function.ts';
import { LambdaFunctions, serveFunctionUrl } from './lambda-functions.ts';

const maxScriptBytes = 5_000_000;
const markets = '{ markets { id name } }';

describe('the functions', () => {
  let functions: LambdaFunctions;
  let gateway: RunningFunction;
  const closing: (() => void)[] = [];

  beforeAll(async () => {
    functions = await LambdaFunctions.build(lambdaBundles.map(({ name }) => name));
    const service = await functions.start('vehicle-service');
    const serviceUrl = await serveFunctionUrl(service);
    const subgraph = await functions.start('vehicle-subgraph', {
      MARQUE_VEHICLE_API_URL: serviceUrl.url,
    });
    const subgraphUrl = await serveFunctionUrl(subgraph);
    closing.push(
      () => serviceUrl.close(),
      () => subgraphUrl.close(),
    );
    gateway = await functions.start('gateway', {
      MARQUE_VEHICLE_SUBGRAPH_URL: `${subgraphUrl.url}/graphql`,
    });
  });
  afterAll(async () => {
    for (const close of closing) close();
    await functions.stop();
  });

  it('are bundles of at most 5 MB each', () => {
    const sizes = functions.bundles.map(({ name, scriptBytes }) => ({ name, scriptBytes }));

    expect(sizes).toHaveLength(9);
    expect(sizes.filter(({ scriptBytes }) => scriptBytes > maxScriptBytes)).toEqual([]);
  });

  it.each(Object.entries(eventKinds))(
    'answer an operation through three of them for an event of: %s',
    async (_kind, createEvent) => {
      const { kind, value } = await gateway.invoke(
        createEvent(operation(markets, { 'x-marque-language': 'de' })),
      );

      expect(kind, JSON.stringify(value)).toBe('response');
      expect(value.statusCode).toBe(200);
      expect(readJson(value)).toMatchObject({
        data: { markets: expect.arrayContaining([{ id: 'DE', name: 'Deutschland' }]) as unknown },
      });
    },
  );

  it('take a GET with an encoded query', async () => {
    const query = `query=${encodeURIComponent('query($m: ID!) { market(id: $m) { id } }')}&variables=${encodeURIComponent('{"m":"AT"}')}`;
    const request = {
      path: '/graphql',
      query,
      headers: { 'apollo-require-preflight': '1', accept: 'application/json' },
    };

    const answers = await inTurn(
      Object.values(eventKinds).map((createEvent) => () => gateway.invoke(createEvent(request))),
    );

    expect(answers.map(({ value }) => readJson(value)['data'])).toEqual(
      answers.map(() => ({ market: { id: 'AT' } })),
    );
  });

  it('take a gzip body in base64, and give a large answer as gzip in base64', async () => {
    const plain = operation(
      'query($f: ModelVariantFilter!) { searchModelVariants(filter: $f) { nodes { id name markets { id name } } } }',
      {},
      { f: { brand: 'bmw', market: 'DE' } },
    );
    const event = functionUrlEvent({
      ...plain,
      headers: { ...plain.headers, 'content-encoding': 'gzip', 'accept-encoding': 'gzip' },
      body: gzipSync(plain.body ?? '').toString('base64'),
      isBase64Encoded: true,
    });

    const { value } = await gateway.invoke(event);

    expect(value.headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect(value.isBase64Encoded).toBe(true);
    expect(JSON.parse(gunzipSync(Buffer.from(value.body, 'base64')).toString())).toHaveProperty(
      'data.searchModelVariants.nodes.0.id',
    );
  });

  it('answer a load balancer with a status in words', async () => {
    const { value } = await gateway.invoke(loadBalancerEvent({ path: '/nothing' }));

    expect(value).toMatchObject({ statusCode: 404, statusDescription: '404 Not Found' });
    expect(readCodes(value)).toEqual(['ROUTE_NOT_FOUND']);
  });

  it('say clearly that an event is no HTTP request', async () => {
    const { kind, value } = await gateway.invoke({ Records: [{ eventSource: 'aws:sqs' }] });

    expect(kind).toBe('error');
    expect(value.errorMessage).toContain('it has the members Records');
  });

  it('leave no timer that repeats behind', async () => {
    const { repeatingTimers } = await gateway.invoke(functionUrlEvent(operation(markets)));

    expect(repeatingTimers).toBe(0);
  });

  it('start side by side, each on its own', async () => {
    const names = ['options-service', 'pricing-service', 'maintenance-service'];

    const started = await Promise.all(names.map((name) => functions.start(name)));
    const answers = await Promise.all(
      started.map((lambda) => lambda.invoke(functionUrlEvent({ path: '/health' }))),
    );

    expect(answers.map(({ value }) => readJson(value)['service'])).toEqual([
      'options',
      'pricing',
      'maintenance',
    ]);
  });
});

async function inTurn<Result>(runs: readonly (() => Promise<Result>)[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const run of runs) results.push(await run());
  return results;
}

function readJson({ body, isBase64Encoded }: LambdaResponse): Record<string, unknown> {
  const text = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString();
  return JSON.parse(text) as Record<string, unknown>;
}

function readCodes(value: LambdaResponse): readonly unknown[] {
  const { errors = [] } = readJson(value) as { errors?: { extensions: { code: string } }[] };
  return errors.map(({ extensions }) => extensions.code);
}
