// Who asks by the word of a proxy that is trusted; the same headers from anybody else are dropped unread.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

import { authorizerHeader, parseAuthorizer } from '../../runtime/lambda/authorizer-header.ts';
import { type ClaimsOutcome, readClaims } from './claims.ts';
import type { Policies } from './policies.ts';

/** Which proxy is trusted, and where it says who asks. Off unless one of the two is set. */
export interface ProxyConfig {
  readonly header?: ProxyHeaderConfig | undefined;
  /** Whether API Gateway's authorizers are believed; only behind the door of AWS Lambda. */
  readonly isAuthorizerTrusted: boolean;
}

/** A proxy that says it by headers. All that is set of `addresses` and `secret` has to hold. */
export interface ProxyHeaderConfig {
  /** In lower case, like the other. */
  readonly subjectHeader: string;
  readonly scopesHeader?: string | undefined;
  /** Addresses or networks, such as `10.0.0.0/8`. */
  readonly addresses: readonly string[];
  readonly secret?: string | undefined;
}

/** Tells who asks. */
export interface ProxyReader {
  /** Takes the proxy's headers out of `headers`, whoever sent them. Undefined: no proxy says anything. */
  read(headers: IncomingHttpHeaders, remoteAddress: string | undefined): ClaimsOutcome | undefined;
}

// The header that a proxy proves itself with.
const proxySecretHeader = 'x-marque-proxy-secret';

const scopeRules = { claims: ['scope'] } as const;

/** Creates the reader; undefined where no proxy is trusted. */
export function createProxyReader(
  config: ProxyConfig,
  policies?: Policies,
): ProxyReader | undefined {
  const { header, isAuthorizerTrusted } = config;
  if (!header && !isAuthorizerTrusted) return undefined;
  const isTrusted = header && createTrust(header);
  return {
    read(headers, remoteAddress) {
      const authorizer = take(headers, authorizerHeader);
      const secret = take(headers, proxySecretHeader);
      const subject = take(headers, header?.subjectHeader);
      const scopes = take(headers, header?.scopesHeader);
      if (isAuthorizerTrusted && authorizer !== undefined) {
        const claims = parseAuthorizer(authorizer);
        if (claims?.['sub'] !== undefined) return readClaims(claims, scopeRules, policies);
      }
      if (subject === undefined || !isTrusted?.(remoteAddress, secret)) return undefined;
      return readClaims({ sub: subject, scope: scopes }, scopeRules, policies);
    },
  };
}

/**
 * Whether a text is an address or a network, such as `10.0.0.0/8`; a network of no bits at all is none,
 * as it would be everybody.
 */
export function isNetwork(text: string): boolean {
  const { address, bits, maxBits } = splitNetwork(text);
  return isIP(address) !== 0 && !address.includes('%') && bits >= 1 && bits <= maxBits;
}

/** Tells which addresses are among some networks. */
export function createNetworkCheck(
  networks: readonly string[],
): (address: string | undefined) => boolean {
  const known = new BlockList();
  for (const text of networks) {
    const { address, bits } = splitNetwork(text);
    known.addSubnet(address, bits, isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return (address) =>
    address !== undefined && known.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function createTrust({
  addresses,
  secret,
}: ProxyHeaderConfig): (address: string | undefined, secret: string | undefined) => boolean {
  const isKnown = createNetworkCheck(addresses);
  const expected = secret === undefined ? undefined : digest(secret);
  return (address, offered) => {
    const isFromThere = addresses.length === 0 || isKnown(address);
    const isProved = !expected || timingSafeEqual(expected, digest(offered ?? ''));
    return isFromThere && isProved;
  };
}

function splitNetwork(text: string): { address: string; bits: number; maxBits: number } {
  const [address = '', bits, ...more] = text.split('/');
  const maxBits = isIPv6(address) ? 128 : 32;
  const isWhole = more.length === 0 && /^\d{1,3}$/.test(bits ?? '0');
  return { address, bits: isWhole ? Number(bits ?? maxBits) : Number.NaN, maxBits };
}

function take(headers: IncomingHttpHeaders, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const value = headers[name];
  if (value === undefined) return undefined;
  delete headers[name];
  return String(value);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
