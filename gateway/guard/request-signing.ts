// Signs requests to subgraphs on AWS by Signature Version 4. What is signed is how a fetch travels, not what it asks.
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';

import { SignatureV4 } from '@smithy/signature-v4';

import type { Clock } from '../../runtime/clock.ts';
import { ConfigurationError } from '../../runtime/configuration.ts';
import type { SignExchange } from '../../runtime/http/http-client.ts';
import type { SigningConfig, SigningCredentials } from './signing-config.ts';

/** Who signs for which service, and when. */
export interface RequestSignerOptions {
  readonly service: string;
  readonly region: string;
  readonly credentials: SigningCredentials;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** What signs the requests to a subgraph; `undefined` where they are sent as they are. */
export type FindRequestSigner = (subgraph: {
  readonly name: string;
  readonly url: string;
}) => SignExchange | undefined;

// The session token would be readable on the way.
const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Creates the signers, one for each subgraph that a rule fits.
 *
 * @throws CodedError `CONFIGURATION_INVALID`, when asked, for one that is not reached by https.
 */
export function createRequestSigners(
  { rules, credentials }: SigningConfig,
  clock: Clock,
): FindRequestSigner {
  return ({ name, url }) => {
    const { protocol, hostname } = new URL(url);
    const rule = rules.find(({ target }) => target === name || fitsHost(target, hostname));
    if (!rule) return undefined;
    if (protocol !== 'https:' && !loopback.test(hostname)) {
      throw new ConfigurationError([
        `MARQUE_AWS_SIGNING signs requests to ${name}, whose URL has to begin with https:// then.`,
      ]);
    }
    return createRequestSigner({ ...rule, credentials, clock });
  };
}

function fitsHost(target: string, hostname: string): boolean {
  if (!target.includes('.')) return false;
  const labels = target.split('.');
  const given = hostname.split('.');
  return (
    labels.length === given.length &&
    labels.every((label, at) => label === '*' || label === given[at])
  );
}

/** Creates what signs: method, URL, body and all headers that no proxy changes. */
export function createRequestSigner({
  service,
  region,
  credentials,
  clock,
}: RequestSignerOptions): SignExchange {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new SignatureV4({
    service,
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    sha256: Sha256,
    // A header of its own for what the signature covers anyway is S3's.
    applyChecksum: false,
  });
  return async ({ method, url, headers, body }) => {
    const signed = await signer.sign(
      {
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: readQuery(url.searchParams),
        headers: { ...headers, host: url.host },
        body,
      },
      { signingDate: new Date(clock.nowMs()) },
    );
    return signed.headers;
  };
}

function readQuery(parameters: URLSearchParams): Record<string, string[]> {
  const query = new Map<string, string[]>();
  for (const name of parameters.keys()) query.set(name, parameters.getAll(name));
  return Object.fromEntries(query);
}

/** SHA-256, or its HMAC with a secret, as the signer asks for it. */
class Sha256 {
  readonly #secret: Uint8Array | string | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined || typeof secret === 'string' ? secret : toBytes(secret);
    this.#hash = this.#open();
  }

  update(chunk: Uint8Array): void {
    this.#hash.update(chunk);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }

  reset(): void {
    this.#hash = this.#open();
  }

  #open(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }
}

function toBytes(source: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
