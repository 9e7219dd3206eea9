// A gateway with its two ways in to /graphql, and what tells whether both answer a request alike.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exportJWK, SignJWT } from 'jose';
import { expect } from 'vitest';

import { startTestGraph, type TestGraph } from '../test-graph.ts';
import { exchangeRaw, type RawAnswer, writeRequest } from './raw-exchange.ts';

/** One header as it is sent. */
export type HeaderLine = readonly [name: string, value: string];

/** A request; JSON by POST unless it says otherwise. */
export interface TwoWayRequest {
  readonly headers?: readonly HeaderLine[];
  readonly body: string | Uint8Array;
}

/** The URL that goes past Fastify. */
export const shortWay = '/graphql';
/** Another URL to the fast path, the same route to Fastify. */
export const longWay = '/graphql?';
/** What makes a body JSON. */
export const json: HeaderLine = ['content-type', 'application/json'];
/** An operation whose answer is worth compressing. */
export const manyAliases = `{ ${Array.from({ length: 90 }, (_, n) => `alias${n}: dealerCount`).join(' ')} }`;

/** Writes the body of an operation. */
export function write(query: string, more: object = {}): string {
  return JSON.stringify({ query, ...more });
}

/** A gateway that is asked by both ways. */
export interface TwoWays {
  readonly graph: TestGraph;
  readonly port: number;
  /** A token that the gateway takes, unless the claims are against it. */
  token(claims?: Record<string, unknown>): Promise<string>;
  send(path: string, request: TwoWayRequest): Promise<RawAnswer>;
  /** Asks by both ways, the short one also again, when the operation is known; fails if they differ. */
  compare(request: TwoWayRequest): Promise<RawAnswer>;
  stop(): Promise<void>;
}

const issuer = 'https://issuer.example';
const maxBodyBytes = 64 * 1_024;
// What says only how the bytes travel, or is another one each time.
const ofTransport = new Set(['date', 'content-length', 'transfer-encoding', 'x-correlation-id']);

/** Starts the test graph with an engine, a key set and one origin. */
export async function startTwoWays(engine: string): Promise<TwoWays> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const directory = await mkdtemp(join(tmpdir(), 'keys-'));
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'ec' }];
  await writeFile(join(directory, 'keys.json'), JSON.stringify({ keys }));
  const graph = await startTestGraph({
    env: {
      MARQUE_ENGINE: engine,
      // What both engines can do.
      MARQUE_UNAUTHORIZED: 'refuse',
      MARQUE_MAX_BODY: `${maxBodyBytes}b`,
      MARQUE_JWKS_FILE: join(directory, 'keys.json'),
      MARQUE_TOKEN_ISSUER: issuer,
      MARQUE_TOKEN_AUDIENCE: 'marque',
      MARQUE_CORS_ORIGINS: 'https://configurator.example',
    },
  });
  const port = Number(new URL(graph.url).port);
  const send = (path: string, { headers = [json], body }: TwoWayRequest) =>
    exchangeRaw(port, writeRequest(`POST ${path}`, headers, body));
  return {
    graph,
    port,
    send,
    token: (claims = {}) =>
      new SignJWT({ sub: 'user-1', scope: 'vehicle:read', ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'ec' })
        .setIssuer(issuer)
        .setAudience('marque')
        .setExpirationTime('5m')
        .sign(privateKey),
    async compare(request) {
      const first = await send(shortWay, request);
      const long = await send(longWay, request);
      const again = await send(shortWay, request);

      compareAnswers(first, long);
      compareAnswers(again, long);
      return first;
    },
    async stop() {
      await graph.stop();
      await rm(directory, { recursive: true });
    },
  };
}

/** Whether Fastify's compression, which streams, was at work. */
export function isChunked({ headers }: RawAnswer): boolean {
  return headers.some(([name]) => name === 'transfer-encoding');
}

/** Fails if the answer by the short way is another one than that by the long way. */
export function compareAnswers(short: RawAnswer, long: RawAnswer): void {
  expect(describeAnswer(short)).toEqual(describeAnswer(long));
  const names = short.headers.map(([name]) => name);
  expect(names).toEqual([...new Set(names)]);
}

/** What must be equal. */
function describeAnswer({ status, headers, bodyBytes, text }: RawAnswer) {
  return {
    status,
    text,
    // Gzip of a whole text and of a stream may cut their blocks otherwise.
    length: headers.some(([name]) => name === 'content-encoding') || bodyBytes.byteLength,
    headers: headers
      .filter(([name]) => !ofTransport.has(name))
      .map(([name, value]) => `${name}: ${value}`)
      .toSorted(),
  };
}
