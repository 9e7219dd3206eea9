// What stands before a subgraph on AWS: works the signature out anew from what arrived, and lets nothing else through.
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The door, which listens on loopback. */
export interface SigningDoor {
  readonly url: string;
  readonly received: readonly IncomingMessage['headers'][];
  /** Answers the next requests with 503, however they are signed; they may come again a second later. */
  failNext(count: number): void;
  stop(): Promise<void>;
}

/** Whose requests are let through, for which service. */
export interface DoorOptions {
  readonly target: string;
  readonly secret: string;
  readonly sessionToken: string;
  /** `<key id>/<day>/<region>/<service>/aws4_request` has to end with this. */
  readonly scopeEnd: string;
}

const authorizationForm =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/** Opens the door before `target`. */
export async function openSigningDoor(options: DoorOptions): Promise<SigningDoor> {
  const received: IncomingMessage['headers'][] = [];
  let failures = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      received.push(request.headers);
      if (failures > 0) {
        failures -= 1;
        response.writeHead(503, { 'retry-after': '1' }).end();
        return;
      }
      if (!isSigned(request, body, options)) {
        response.writeHead(403).end('{"message":"The request signature does not match."}');
        return;
      }
      const { 'x-marque-authorization': token } = request.headers;
      const answer = await fetch(options.target, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(typeof token === 'string' ? { 'x-marque-authorization': token } : {}),
        },
        body,
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(await answer.text());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graph/a%20b?stage=x%2Fy&a=1`,
    received,
    failNext: (count) => void (failures = count),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function isSigned(
  { method = '', url = '', headers }: IncomingMessage,
  body: Buffer,
  { secret, sessionToken, scopeEnd }: DoorOptions,
): boolean {
  const [, scope = '', names = '', signature] =
    authorizationForm.exec(headers.authorization ?? '') ?? [];
  const dateTime = String(headers['x-amz-date']);
  const isTimely = /^\d{8}T\d{6}Z$/.test(dateTime) && scope.startsWith(dateTime.slice(0, 8));
  const signed = names.split(';');
  const isCovered = ['host', 'x-amz-date', 'x-amz-security-token', 'content-type'].every((name) =>
    signed.includes(name),
  );
  if (!isTimely || !isCovered || !scope.endsWith(scopeEnd)) return false;
  if (headers['x-amz-security-token'] !== sessionToken) return false;

  const [path = '', search = ''] = url.split('?');
  const canonical = [
    method,
    path.split('/').map(encodeURIComponent).join('/'),
    search.split('&').toSorted().join('&'),
    ...signed.map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    names,
    createHash('sha256').update(body).digest('hex'),
  ].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', dateTime, scope, digest].join('\n');
  const key = scope.split('/').reduce<Buffer | string>(hmac, `AWS4${secret}`);
  return hmac(key, text).toString('hex') === signature;
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
