// The gateway as a function, between a platform that freezes it and an upstream that fails it.
import { copyFile, mkdtemp, rm, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { prepareDeveloperIdentity } from '../../infra/local/developer-identity.ts';
import { systemClock } from '../../runtime/clock.ts';
import { functionUrlEvent, loadBalancerEvent, operation } from '../runtime/lambda/events.ts';
import type { RunningFunction } from '../runtime/lambda/start-function.ts';
import { LambdaFunctions } from './lambda-functions.ts';
import { type CannedUpstream, startCannedUpstream } from './lambda-upstream.ts';

const issuer = { issuer: 'test-issuer', audience: 'marque' };
const markets = { markets: [{ id: 'DE', name: 'Deutschland' }] };
const query = '{ markets { id name } }';
const save =
  'mutation { saveConfiguration(input: { configuration: "c", name: "n", idempotencyKey: "k" }) { code } }';
const recorder = fileURLToPath(new URL('../gateway/record-connections.mjs', import.meta.url));
const bootstrap = fileURLToPath(new URL('../runtime/lambda/bootstrap.mjs', import.meta.url));

describe('a gateway function', () => {
  let functions: LambdaFunctions;
  let directory: string;
  let token: string;
  let upstream: CannedUpstream;
  let gateway: RunningFunction;
  let environment: Record<string, string>;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'marque-lambda-'));
    const identity = await prepareDeveloperIdentity({ directory, clock: systemClock, ...issuer });
    token = await readFile(identity.tokenFile, 'utf8');
    functions = await LambdaFunctions.build(['gateway']);
    environment = {
      MARQUE_JWKS_FILE: identity.jwksFile,
      MARQUE_TOKEN_ISSUER: issuer.issuer,
      MARQUE_TOKEN_AUDIENCE: issuer.audience,
    };
  });
  beforeEach(async () => {
    upstream = await startCannedUpstream(markets);
    const urls = {
      MARQUE_VEHICLE_SUBGRAPH_URL: upstream.url,
      MARQUE_OPTIONS_SUBGRAPH_URL: upstream.url,
    };
    gateway = await functions.start('gateway', { ...environment, ...urls });
  });
  afterEach(async () => {
    await gateway.stop();
    upstream.close();
  });
  afterAll(async () => {
    await functions.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('loses no query and no mutation when the upstream closes its connections while it is frozen', async () => {
    await gateway.invoke(functionUrlEvent(operation(query)));
    const outcomes: unknown[] = [];

    for (let round = 0; round < 10; round += 1) {
      const isMutation = round % 2 === 1;
      gateway.freeze();
      await upstream.closeConnections();
      upstream.answerWith(isMutation ? { saveConfiguration: { code: 'A1' } } : markets);
      const pending = gateway.invoke(functionUrlEvent(operation(isMutation ? save : query)));
      gateway.thaw();
      const { value } = await pending;
      outcomes.push((JSON.parse(value.body) as { errors?: unknown }).errors);
    }

    expect(outcomes).toEqual(Array.from({ length: 10 }, () => undefined));
    expect(upstream.received).toHaveLength(11);
  });

  it('uses no connection that is older than a few seconds after a thaw, whatever it was told of it', async () => {
    await gateway.invoke(functionUrlEvent(operation(query)));
    const before = upstream.connectionCount();

    gateway.freeze();
    await new Promise((resolve) => void setTimeout(resolve, 3_100));
    gateway.thaw();
    const { value } = await gateway.invoke(functionUrlEvent(operation(query)));

    expect(value.statusCode).toBe(200);
    expect(upstream.connectionCount()).toBe(before + 1);
  });

  it('answers 504 before the platform ends it, and lets go of the upstream', async () => {
    await gateway.invoke(functionUrlEvent(operation(query)));
    upstream.answerWith(undefined);

    const { value, durationMs } = await gateway.invoke(functionUrlEvent(operation(query)), 700);
    await upstream.left;

    expect(durationMs).toBeLessThan(700);
    expect(value).toMatchObject({ statusCode: 504, isBase64Encoded: false });
    expect(JSON.parse(value.body)).toMatchObject({
      errors: [{ extensions: { code: 'DEADLINE_EXCEEDED' } }],
    });
  });

  it('ends a mutation by its deadline, too, and answers the next caller', async () => {
    upstream.answerWith({ saveConfiguration: { code: 'A1' } });
    await gateway.invoke(functionUrlEvent(operation(save)));
    upstream.answerWith(undefined);

    const late = await gateway.invoke(functionUrlEvent(operation(save)), 700);
    await upstream.left;
    upstream.answerWith(markets);
    const next = await gateway.invoke(functionUrlEvent(operation(query)));

    expect(late.value.statusCode).toBe(504);
    expect(JSON.parse(next.value.body)).toMatchObject({ data: markets });
  });

  it('says that an answer is larger than the platform lets through, and gives it as gzip', async () => {
    upstream.answerWith({ markets: [{ id: 'DE', name: 'x'.repeat(6_400_000) }] });

    const plain = await gateway.invoke(functionUrlEvent(operation(query)));
    const packed = await gateway.invoke(
      functionUrlEvent(operation(query, { 'accept-encoding': 'gzip' })),
    );

    expect(plain.value.statusCode).toBe(413);
    expect(JSON.parse(plain.value.body)).toMatchObject({
      errors: [{ extensions: { code: 'RESPONSE_TOO_LARGE' } }],
    });
    expect(packed.value).toMatchObject({ statusCode: 200, isBase64Encoded: true });
  });

  it('lets a load balancer have 1 MB only', async () => {
    upstream.answerWith({ markets: [{ id: 'DE', name: 'x'.repeat(1_100_000) }] });

    const balanced = await gateway.invoke(loadBalancerEvent(operation(query)));
    const direct = await gateway.invoke(functionUrlEvent(operation(query)));

    expect([balanced.value.statusCode, direct.value.statusCode]).toEqual([413, 200]);
  });

  it('keeps nothing of the last caller', async () => {
    upstream.answerWith({ garage: [] });
    const garage = '{ garage { vin } }';
    const signedIn = { authorization: `Bearer ${token.trim()}` };
    const callers = [signedIn, {}, signedIn, { authorization: 'Bearer x' }, {}, signedIn];

    const statuses: number[] = [];
    for (const headers of callers) {
      const { value } = await gateway.invoke(functionUrlEvent(operation(garage, headers)));
      statuses.push(value.statusCode);
    }
    upstream.answerWith(markets);
    for (const language of ['de', 'fr', 'ja']) {
      const market = { 'x-marque-market': 'CH', 'x-marque-language': language };
      await gateway.invoke(functionUrlEvent(operation(query, language === 'ja' ? {} : market)));
    }

    expect(statuses).toEqual([200, 200, 200, 401, 200, 200]);
    expect(upstream.received.map((headers) => headers['x-marque-subject'])).toEqual([
      'C-0001',
      'C-0001',
      'C-0001',
      undefined,
      undefined,
      undefined,
    ]);
    expect(upstream.received.slice(3).map((headers) => headers['x-marque-language'])).not.toContain(
      'ja',
    );
    expect(upstream.received[3]?.['x-marque-language']).toBe('de');
    expect(upstream.received[4]?.['x-marque-language']).toBe('fr');
  });

  it('starts at the next event where it could not start before', async () => {
    const missing = join(directory, 'later.json');
    const late = await functions.start('gateway', { ...environment, MARQUE_JWKS_FILE: missing });

    const failed = await late.invoke(functionUrlEvent({ path: '/health/ready' }));
    await copyFile(environment['MARQUE_JWKS_FILE'] ?? '', missing);
    const ready = await late.invoke(functionUrlEvent({ path: '/health/ready' }));

    expect(failed.kind).toBe('error');
    expect(failed.value.errorMessage).toContain('MARQUE_JWKS_FILE');
    expect(ready.value.statusCode).toBe(200);
  });

  it('connects to nobody but the platform and its subgraphs', async () => {
    const watched = await functions.start(
      'gateway',
      {
        ...environment,
        MARQUE_VEHICLE_SUBGRAPH_URL: upstream.url,
        // What would make Apollo's libraries call home, if anything did.
        APOLLO_KEY: 'service:marque:0123456789abcdef',
        APOLLO_GRAPH_REF: 'marque@current',
        APOLLO_TELEMETRY_DISABLED: 'false',
      },
      [
        process.execPath,
        '--import',
        recorder,
        bootstrap,
        `${functions.directoryOf('gateway')}/index.mjs`,
      ],
    );

    const { value } = await watched.invoke(functionUrlEvent(operation(query)));
    const targets = watched.output
      .join('')
      .split('\n')
      .filter((line) => /^(?:connect|lookup|datagram)/.test(line));

    expect(value.statusCode).toBe(200);
    expect(targets).toContain(`connect 127.0.0.1:${new URL(upstream.url).port}`);
    expect(targets.filter((line) => !line.startsWith('connect 127.0.0.1:'))).toEqual([]);
  });
});
