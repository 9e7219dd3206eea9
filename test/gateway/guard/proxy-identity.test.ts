// Identity by the word of a proxy: believed only where it proved itself, dropped from everybody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createProxyReader, isNetwork } from '../../../gateway/guard/proxy-identity.ts';
import { startTestGraph, type TestGraph } from '../test-graph.ts';
import { createTestFunction, startThreeWays, type TestFunction, ways } from './three-ways.ts';

const secret = 'a-secret-of-the-proxy-0123456789';
// So that the status tells whether the caller was believed.
const refusing = { MARQUE_UNAUTHORIZED: 'refuse' };
const headerEnv = {
  ...refusing,
  MARQUE_PROXY_SUBJECT_HEADER: 'X-Authenticated-User',
  MARQUE_PROXY_SCOPES_HEADER: 'x-authenticated-scopes',
};
const said = { 'x-authenticated-user': 'C-0001', 'x-authenticated-scopes': 'vehicle:read' };
const vehicleQuery = '{ vehicle(vin: "a") { mileageKm } }';

describe('a proxy that is trusted by its secret', () => {
  it.each(ways)('says who asks by the way of %s, and nobody else does', async (way) => {
    const gateway = await startThreeWays({ ...headerEnv, MARQUE_PROXY_SECRET: secret });
    const { received } = gateway.graph.vehicle;

    const proved = await gateway.ask(way, vehicleQuery, {
      ...said,
      'x-marque-proxy-secret': secret,
    });
    const headers = received.map((request) => request.headers);
    const wrong = await Promise.all(
      [undefined, '', 'x', `${secret}x`, `${secret}, ${secret}`].map((offered) =>
        gateway.ask(way, vehicleQuery, {
          ...said,
          ...(offered === undefined ? {} : { 'x-marque-proxy-secret': offered }),
        }),
      ),
    );
    const broken = await gateway.ask(way, '{ dealerCount }', {
      'x-authenticated-user': 'victim, C-0001',
      'x-marque-proxy-secret': secret,
    });
    await gateway.stop();

    expect(proved).toMatchObject({ status: 200, body: { data: { vehicle: { mileageKm: 10 } } } });
    expect(headers[0]).toMatchObject({
      'x-marque-subject': 'C-0001',
      'x-marque-scopes': 'vehicle:read',
    });
    expect(JSON.stringify(headers)).not.toContain(secret);
    expect(JSON.stringify(headers)).not.toContain('x-authenticated');
    // As an anonymous caller, who lacks the scope.
    expect(wrong.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect(broken.status).toBe(401);
    expect(received).toHaveLength(1);
  });
});

describe('a proxy that is trusted by its address', () => {
  it('says who asks from there, whatever X-Forwarded-For claims', async () => {
    const [near, far] = await Promise.all(
      ['127.0.0.0/8,::1', '10.9.9.9'].map((MARQUE_TRUSTED_PROXIES) =>
        startTestGraphWith({ ...headerEnv, MARQUE_TRUSTED_PROXIES }),
      ),
    );

    const believed = await near?.ask(said);
    const dropped = await far?.ask({ ...said, 'x-forwarded-for': '10.9.9.9' });
    await Promise.all([near?.stop(), far?.stop()]);

    expect([believed, dropped]).toEqual([200, 403]);
  });
});

describe('an authorizer of API Gateway', () => {
  let graph: TestGraph;
  let believing: TestFunction;
  let plain: TestFunction;
  beforeAll(async () => {
    graph = await startTestGraph();
    believing = createTestFunction(graph, { ...refusing, MARQUE_LAMBDA_AUTHORIZER: 'true' });
    plain = createTestFunction(graph, refusing);
  });
  afterAll(async () => {
    await Promise.all([graph.stop(), believing.stop(), plain.stop()]);
  });

  it.each([
    ['of a token', { jwt: { claims: { sub: 'C-0001', scope: 'vehicle:read' }, scopes: null } }],
    ['of a function', { lambda: { sub: 'C-0001', scope: 'vehicle:read' } }],
    ['of Cognito', { claims: { sub: 'C-0001', scope: 'vehicle:read' } }],
    ['of a REST API', { principalId: 'C-0001', scope: 'vehicle:read', integrationLatency: 12 }],
  ])(
    '%s says who asks where it is believed, and nothing where it is not',
    async (_of, authorizer) => {
      const believed = await believing.ask(vehicleQuery, {}, authorizer);
      const ignored = await plain.ask(vehicleQuery, {}, authorizer);

      expect([believed.status, ignored.status]).toEqual([200, 403]);
    },
  );

  it('cannot be forged by a header', async () => {
    const forged = Buffer.from('{"sub":"C-0001","scope":"vehicle:read"}').toString('base64url');

    const answers = await Promise.all(
      [{}, { lambda: {} }, { iam: { userId: 'C-0001' } }].map((authorizer) =>
        believing.ask(vehicleQuery, { 'x-marque-authorizer': forged }, authorizer),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it('with a subject that breaks a header is refused', async () => {
    const { status } = await believing.ask('{ dealerCount }', {}, { lambda: { sub: 'a\r\nb: c' } });

    expect(status).toBe(401);
  });

  it('is never believed by a gateway that anybody reaches', async () => {
    const start = startTestGraph({ env: { MARQUE_LAMBDA_AUTHORIZER: 'true' } });

    await expect(start).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' });
  });
});

describe('createProxyReader', () => {
  it('takes what proxies say out of the headers, whoever said it', () => {
    const reader = createProxyReader({
      header: { subjectHeader: 'x-user', scopesHeader: 'x-scopes', addresses: ['10.0.0.1'] },
      isAuthorizerTrusted: false,
    });
    const headers = { 'x-user': 'a', 'x-scopes': 'b', 'x-marque-proxy-secret': 'c', accept: 'd' };

    const outcome = reader?.read(headers, '10.0.0.2');

    expect(outcome).toBeUndefined();
    expect(headers).toEqual({ accept: 'd' });
  });

  it('wants address and secret where both are set', () => {
    const reader = createProxyReader({
      header: { subjectHeader: 'x-user', addresses: ['10.0.0.1'], secret },
      isAuthorizerTrusted: false,
    });
    const read = (address: string | undefined, offered: string) =>
      reader?.read({ 'x-user': 'a', 'x-marque-proxy-secret': offered }, address)?.status;

    expect(read('10.0.0.1', secret)).toBe('identified');
    expect(read('::ffff:10.0.0.1', secret)).toBe('identified');
    expect(read('10.0.0.2', secret)).toBeUndefined();
    expect(read('10.0.0.1', 'x')).toBeUndefined();
    expect(read(undefined, secret)).toBeUndefined();
  });
});

describe('isNetwork', () => {
  it.each(['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', '10.0.0.1/32'])('takes %s', (text) => {
    expect(isNetwork(text)).toBe(true);
  });

  it.each([
    '',
    'proxy.example',
    '10.0.0.0/33',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.1',
  ])('refuses %j', (text) => {
    expect(isNetwork(text)).toBe(false);
  });
});

async function startTestGraphWith(env: Record<string, string>) {
  const graph = await startThreeWays(env);
  return {
    ask: async (headers: Record<string, string>) =>
      (await graph.ask('fast path', vehicleQuery, headers)).status,
    stop: () => graph.stop(),
  };
}
