// Signature Version 4: against the values that AWS publishes, and at a door that works signatures out itself.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parseGatewayConfig } from '../../../gateway/config.ts';
import {
  createRequestSigner,
  createRequestSigners,
} from '../../../gateway/guard/request-signing.ts';
import { prepareGatewayKeys } from '../../../infra/local/gateway-keys.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { ask, startTestGraph, type TestGraph } from '../test-graph.ts';
import { openSigningDoor, type SigningDoor } from './signing-door.ts';

// Of the suite of test vectors that AWS publishes for the algorithm.
const publishedKey = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const credentials = {
  AWS_ACCESS_KEY_ID: 'AKIA0000000000000000',
  AWS_SECRET_ACCESS_KEY: 'a secret/of+the tests',
  AWS_SESSION_TOKEN: 'a//session+token==',
};

describe('a signer', () => {
  it.each([
    [
      'a POST',
      '/',
      undefined,
      {},
      'host;x-amz-date',
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
    [
      'a POST with a query string',
      '/?Param1=value1',
      undefined,
      {},
      'host;x-amz-date',
      '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
    ],
    [
      'a POST with a body',
      '/',
      'Param1=value1',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'content-type;host;x-amz-date',
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
  ])('signs %s as AWS says', async (_name, path, body, headers, signedHeaders, signature) => {
    const sign = createRequestSigner({
      service: 'service',
      region: 'us-east-1',
      credentials: publishedKey,
      clock: { nowMs: () => Date.UTC(2015, 7, 30, 12, 36) },
    });

    const signed = await sign({
      method: 'POST',
      url: new URL(path, 'https://example.amazonaws.com'),
      headers,
      body,
    });

    expect(signed).toEqual({
      ...headers,
      host: 'example.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    });
  });
});

describe('the setting', () => {
  const find = (rules: string) => {
    const { signing } = parseGatewayConfig(
      { MARQUE_AWS_SIGNING: rules, ...credentials, ...urls },
      names,
    );
    return signing && createRequestSigners(signing, systemClock);
  };
  const names = ['pricing', 'vehicle'];
  const urls = {
    MARQUE_PRICING_SUBGRAPH_URL: 'https://a.example',
    MARQUE_VEHICLE_SUBGRAPH_URL: 'https://b.example',
  };
  const isSigned = (rules: string, name: string, url: string) =>
    find(rules)?.({ name, url }) !== undefined;

  it.each([
    ['pricing=lambda:eu-central-1', 'pricing', 'https://any.example/graphql', true],
    ['pricing=lambda:eu-central-1', 'vehicle', 'https://pricing/graphql', false],
    [
      '*.lambda-url.eu-central-1.on.aws=lambda:eu-central-1',
      'vehicle',
      'https://abc.lambda-url.eu-central-1.on.aws/',
      true,
    ],
    [
      '*.lambda-url.eu-central-1.on.aws=lambda:eu-central-1',
      'vehicle',
      'https://a.b.lambda-url.eu-central-1.on.aws/',
      false,
    ],
    [
      '*.lambda-url.*.on.aws=lambda:us-gov-west-1',
      'vehicle',
      'https://abc.lambda-url.us-gov-west-1.on.aws.evil.example/',
      false,
    ],
    ['a.b=lambda:eu-west-1, vehicle=execute-api:eu-west-1', 'vehicle', 'https://c.example/', true],
  ])('%s for %s at %s: %s', (rules, name, url, expected) => {
    expect(isSigned(rules, name, url)).toBe(expected);
  });

  it('is refused for a subgraph that is not asked by https', () => {
    expect(() => isSigned('pricing=lambda:eu-central-1', 'pricing', 'http://10.0.0.1/')).toThrow(
      'https://',
    );
  });

  it.each([
    [{ MARQUE_AWS_SIGNING: 'pricing' }, 'pricing=lambda:eu-central-1'],
    [{ MARQUE_AWS_SIGNING: 'pricing=s3:eu-central-1' }, 'MARQUE_AWS_SIGNING'],
    [{ MARQUE_AWS_SIGNING: 'princing=lambda:eu-central-1' }, 'princing, which is no subgraph'],
    [
      { AWS_SECRET_ACCESS_KEY: '', MARQUE_AWS_SIGNING: 'pricing=lambda:eu-central-1' },
      'AWS_SECRET',
    ],
  ])('is refused as %o', (env, named) => {
    expect(() => parseGatewayConfig({ ...credentials, ...urls, ...env }, names)).toThrow(named);
  });

  it('is absent where AWS has keys in the environment, but nothing is to be signed', () => {
    expect(parseGatewayConfig({ ...credentials, ...urls }, names).signing).toBeUndefined();
  });
});

describe.each(['compiled', 'reference'])(
  'a subgraph behind IAM, asked by the engine %s',
  (engine) => {
    let directory: string;
    let subgraphs: TestGraph;
    let door: SigningDoor;
    let graph: TestGraph;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'keys-'));
      // Its subgraphs are those behind the door; its gateway is not asked.
      subgraphs = await startTestGraph();
      door = await openSigningDoor({
        target: subgraphs.vehicle.url,
        secret: credentials.AWS_SECRET_ACCESS_KEY,
        sessionToken: credentials.AWS_SESSION_TOKEN,
        scopeEnd: '/eu-central-1/lambda/aws4_request',
      });
      graph = await startTestGraph({
        env: {
          ...credentials,
          ...(await prepareGatewayKeys(directory)),
          MARQUE_ENGINE: engine,
          MARQUE_AWS_SIGNING: '127.0.0.1=lambda:eu-central-1',
        },
        urls: { vehicle: door.url },
      });
    });
    afterAll(async () => {
      await graph.stop();
      await door.stop();
      await subgraphs.stop();
      await rm(directory, { recursive: true });
    });

    it('takes the signature, and has the token of the gateway beside it', async () => {
      const { body } = await ask(graph.url, '{ market(id: "DE") { name } }', {
        headers: { 'x-marque-authorization': 'Bearer forged', 'x-amz-date': 'forged' },
      });

      expect(body).toEqual({ data: { market: { name: 'Germany' } } });
      const { 'x-marque-authorization': token } = door.received.at(-1) ?? {};
      expect(decodeJwt(String(token).slice(7))).toMatchObject({ aud: 'vehicle' });
    });

    it('takes text of any script in the body', async () => {
      const value = 'ä 日本 \u{1F697} "\\ \u0000';

      const { body } = await ask(graph.url, 'query($value: Any) { echo(value: $value) }', {
        variables: { value },
      });

      expect(body).toEqual({ data: { echo: JSON.stringify(value) } });
    });

    it('is asked once more with a signature of its own time', async () => {
      const before = door.received.length;
      door.failNext(1);

      const { body } = await ask(graph.url, '{ markets { id name } }');

      expect(body.errors).toBeUndefined();
      const [first, second] = door.received.slice(before);
      expect(second?.['x-amz-date']).not.toBe(first?.['x-amz-date']);
      expect(second?.authorization).not.toBe(first?.authorization);
    });
  },
);

describe('a query that is signed', () => {
  it('is shared with an equal one under way, whatever their signatures would be', async () => {
    const subgraphs = await startTestGraph();
    const door = await openSigningDoor({
      target: subgraphs.vehicle.url,
      secret: credentials.AWS_SECRET_ACCESS_KEY,
      sessionToken: credentials.AWS_SESSION_TOKEN,
      scopeEnd: '/eu-west-1/execute-api/aws4_request',
    });
    const graph = await startTestGraph({
      env: { ...credentials, MARQUE_AWS_SIGNING: '127.0.0.1=execute-api:eu-west-1' },
      urls: { vehicle: door.url },
    });
    const query = '{ slow(ms: 1500) }';

    const one = ask(graph.url, query);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const [first, second] = await Promise.all([one, ask(graph.url, query)]);

    expect([first.body, second.body]).toEqual([
      { data: { slow: 'done' } },
      { data: { slow: 'done' } },
    ]);
    expect(door.received).toHaveLength(1);
    await graph.stop();
    await door.stop();
    await subgraphs.stop();
  });
});
