// One operation, followed from the client through gateway and subgraphs to the log lines of the REST services; and
// what none of these lines says.
import { describe, expect, it } from 'vitest';

import { createInProcessLauncher } from '../../infra/local/launch-in-process.ts';
import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { sample } from './samples.ts';
import { engineNames, readOperation, useStack } from './stack-under-test.ts';

type Line = Readonly<Record<string, unknown>>;

/** A log at its most talkative, and all that it has written. */
function createKeptLog() {
  const texts: string[] = [];
  const destination = { write: (text: string) => void texts.push(text) };
  const log = createLog({ level: 'debug', name: 'marque', destination });
  const find = (correlationId: string): readonly Line[] =>
    texts
      .map((text) => JSON.parse(text) as Line)
      .filter((line) => line['correlationId'] === correlationId);
  return { log, texts, find };
}

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = `00-${traceId}-00f067aa0ba902b7-01`;

describe.each(engineNames)('one operation, %s engine', (engineName) => {
  const kept = createKeptLog();
  const stack = useStack({
    subject: sample.owner,
    scopes: 'vehicle:read',
    variables: { MARQUE_ENGINE: engineName },
    launch: createInProcessLauncher({ clock: systemClock, log: kept.log }),
  });
  const correlationId = `follow-${engineName}`;
  const headers = {
    'x-correlation-id': correlationId,
    traceparent: parent,
    'x-marque-market': 'DE',
    'x-marque-brand': 'bmw',
    'apollographql-client-name': 'garage-app',
    'apollographql-client-version': '7.1.0',
  };

  it('bears one id and one trace in every line, from the edge to the REST service', async () => {
    const document = await readOperation('13-vehicle');

    const answer = await stack.query(document, { vin: sample.vin }, headers);

    const lines = kept.find(correlationId);
    const named = (event: string) => lines.filter(({ msg }) => msg === event);
    expect(answer.errors).toBeUndefined();
    expect(answer.headers.get('x-correlation-id')).toBe(correlationId);
    expect(named('operation.answered')).toHaveLength(1);
    expect(named('subgraph.answered').map(({ subgraph }) => subgraph)).toEqual(
      expect.arrayContaining(['options', 'pricing', 'vehicle']),
    );
    expect(named('request.done')).toHaveLength(answer.restCallCount);
    expect(new Set(lines.map((line) => line['traceId']))).toEqual(new Set([traceId]));
  });

  it('reaches the REST services with the same id, and with a span of its own in the same trace', async () => {
    await stack.query(await readOperation('13-vehicle'), { vin: sample.vin }, headers);

    const sent = stack.requests().map((request) => request.headers);
    expect(sent.length).toBeGreaterThan(1);
    expect(new Set(sent.map((sentHeaders) => sentHeaders['x-correlation-id']))).toEqual(
      new Set([correlationId]),
    );
    for (const { traceparent } of sent) {
      expect(traceparent).toMatch(
        new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`),
      );
    }
  });

  it('is told in one line at the edge: what it was, where its time went, what it cost', async () => {
    const id = `${correlationId}-line`;

    const answer = await stack.query(
      await readOperation('13-vehicle'),
      { vin: sample.vin },
      { ...headers, 'x-correlation-id': id },
    );

    const line = kept.find(id).find(({ msg }) => msg === 'operation.answered') ?? {};
    expect(line).toMatchObject({
      operationName: 'Vehicle',
      operationType: 'query',
      operationHash: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      clientName: 'garage-app',
      clientVersion: '7.1.0',
      market: 'DE',
      brand: 'bmw',
      status: 200,
      errorCodes: [],
      restCalls: answer.restCallCount,
      isSignedIn: true,
      release: expect.stringMatching(/^[0-9a-f]+$/) as string,
    });
    const phases = ['readMs', 'guardMs', 'waitMs', 'planMs', 'fetchesMs', 'writeMs'];
    const sum = phases.reduce((total, phase) => total + Number(line[phase]), 0);
    expect(sum).toBeCloseTo(Number(line['durationMs']), 0);
    expect(line['fetchesMs']).toBeGreaterThan(0);
    expect(line['responseBytes']).toBe(Buffer.byteLength(JSON.stringify(answer.body)) + 1);
  });
});

describe.each(engineNames)('an operation that fails, %s engine', (engineName) => {
  const kept = createKeptLog();
  const stack = useStack({
    subject: sample.owner,
    scopes: 'vehicle:read',
    variables: { MARQUE_ENGINE: engineName },
    launch: createInProcessLauncher({ clock: systemClock, log: kept.log }),
  });
  // Of upstreams, parts and engines, not of one request.
  const ofNobody =
    /^(upstream\.(opened|closed)|engine\.|gateway\.|explorer\.|apollo\.|catalogue\.|release\.|planner\.loaded)/;

  it('bears its ids in every line, whichever part wrote it', async () => {
    const document = await readOperation('13-vehicle');
    const ask = (correlationId: string, headers: Readonly<Record<string, string>> = {}) =>
      stack.query(
        document,
        { vin: sample.vin },
        { 'x-correlation-id': correlationId, traceparent: parent, ...headers },
      );

    await ask('refused', { authorization: 'Bearer not.a.token' });
    await ask('bad-header', { 'x-marque-market': 'Germany' });
    await stack.stopPart('vehicle service');
    await ask('no-service');
    await stack.stopPart('vehicle subgraph');
    await ask('no-subgraph');

    const lines = kept.texts.map((text) => JSON.parse(text) as Line);
    const ofRequests = lines.filter(({ msg }) => !ofNobody.test(String(msg)));
    const anonymous = ofRequests.filter((line) => line['correlationId'] === undefined);
    const ids = new Set(ofRequests.map(({ correlationId }) => correlationId));
    const events = [...new Set(ofRequests.map(({ msg }) => msg))];
    expect(anonymous).toEqual([]);
    expect(ids).toEqual(new Set(['refused', 'bad-header', 'no-service', 'no-subgraph']));
    expect(events).toEqual(
      expect.arrayContaining([
        'identity.refused',
        'operation.answered',
        'rest.failed',
        'subgraph.answered',
        'subgraph.fetch_failed',
        'upstream.retry',
      ]),
    );
    expect(ofRequests.filter((line) => line['traceId'] !== traceId)).toEqual([]);
  });
});

describe('a whole run at its most talkative', () => {
  const kept = createKeptLog();
  const stack = useStack({
    subject: sample.owner,
    scopes: 'vehicle:read service:write',
    launch: createInProcessLauncher({ clock: systemClock, log: kept.log }),
  });

  it('has no token, no secret and no whole VIN in its logs', async () => {
    const secrets = {
      token: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJwbGFudGVkIn0.planted-signature',
      cookie: 'session=planted-cookie-value',
      apiKey: 'planted-api-key-value',
      variable: 'planted-variable-value',
    };
    const planted = {
      cookie: secrets.cookie,
      'x-api-key': secrets.apiKey,
      'x-marque-subject': 'planted-subject-value',
      'apollographql-client-name': sample.vin,
    };
    const vehicle = await readOperation('13-vehicle');
    const glued = vehicle.replace('query Vehicle', `query Vehicle${sample.vin}Of`);
    const named = vehicle.replace('query Vehicle', `query Vehicle_${sample.vin}`);
    const literal = `query ${sample.vin.replace(/^\d/, 'W')} { vehicle(vin: "${sample.vin}") { vin } }`;
    const run = async (): Promise<void> => {
      await stack.query(vehicle, { vin: sample.vin, unused: secrets.variable }, planted);
      await stack.query(named, { vin: sample.vin }, planted);
      await stack.query(literal, {}, planted);
      await stack.query(glued, { vin: `${sample.vin}X` }, planted);
      await stack.query(vehicle, { vin: [secrets.variable] }, planted);
      await stack.query(vehicle, {}, { ...planted, authorization: `Bearer ${secrets.token}` });
      await stack.query(`{ vehicle(vin: "${sample.vin}" { vin } }`, {}, planted);
    };

    await run();
    await stack.stopPart('vehicle service');
    await run();
    await stack.stopPart('vehicle subgraph');
    await run();

    const text = kept.texts.join('');
    const events = new Set(kept.texts.map((line) => (JSON.parse(line) as Line)['msg']));
    const found = [sample.vin, sample.vin.toLowerCase(), ...Object.values(secrets)]
      .concat(['planted', `W${sample.vin.slice(1)}`])
      .filter((secret) => text.includes(secret));
    expect([...events]).toEqual(
      expect.arrayContaining(['operation.answered', 'rest.failed', 'subgraph.fetch_failed']),
    );
    expect(text).toContain(`*${sample.vin.slice(-4)}`);
    expect(found).toEqual([]);
  });
});
