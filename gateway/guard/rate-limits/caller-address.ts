// Which address a request is from, as far as that can be believed, and what of it limits go by.
import type { IncomingHttpHeaders } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';

import { LRUCache } from 'lru-cache';

import { createNetworkCheck } from '../proxy-identity.ts';

/** Gives what limits go by: an IPv4 address, or the /64 of an IPv6 address; the same text for the same caller. */
export type ReadCallerAddress = (
  headers: IncomingHttpHeaders,
  remoteAddress: string | undefined,
) => string;

interface KnownAddress {
  readonly group: string;
  readonly isTrusted: boolean;
}

const maxRemembered = 5_000;
// More has no address, with a zone or a port.
const maxTextLength = 80;

/**
 * Creates the reader. `X-Forwarded-For` is read from its end, as far as those who wrote it are among the trusted
 * proxies: the first address that is not is the caller's. From anybody else it says nothing.
 */
export function createCallerAddressReader(trustedProxies: readonly string[]): ReadCallerAddress {
  const isTrusted = createNetworkCheck(trustedProxies);
  const remembered = new LRUCache<string, KnownAddress>({ max: maxRemembered });
  const describe = (text: string, address: string): KnownAddress => {
    const known = { group: groupAddress(address), isTrusted: isTrusted(address) };
    remembered.set(text, known);
    return known;
  };
  const readConnection = (address: string): KnownAddress =>
    remembered.get(address) ?? describe(address, address);
  const readHop = (text: string): KnownAddress | undefined => {
    if (text.length > maxTextLength) return undefined;
    const known = remembered.get(text);
    if (known) return known;
    const address = findAddress(text);
    return address === undefined ? undefined : describe(text, address);
  };

  return (headers, remoteAddress) => {
    if (remoteAddress === undefined || remoteAddress === '') return '';
    let known = readConnection(remoteAddress);
    const forwarded = headers['x-forwarded-for'];
    if (forwarded === undefined || !known.isTrusted) return known.group;
    const hops = String(forwarded).split(',');
    for (let index = hops.length - 1; index >= 0 && known.isTrusted; index -= 1) {
      const hop = readHop((hops[index] ?? '').trim());
      if (!hop) break;
      known = hop;
    }
    return known.group;
  };
}

/** What of an address limits go by; what is none stays as it is. */
export function groupAddress(address: string): string {
  if (!isIPv6(address)) return address;
  const parts = expand(address);
  const isMapped = parts.slice(0, 5).every((part) => part === 0) && parts[5] === 0xffff;
  if (isMapped) {
    return parts
      .slice(6)
      .flatMap((part) => [part >> 8, part & 255])
      .join('.');
  }
  const network = parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}

/** Some proxies add the port. */
function findAddress(hop: string): string | undefined {
  const address =
    /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
  return isIPv4(address) || isIPv6(address) ? address : undefined;
}

/** The eight numbers of an IPv6 address. */
function expand(address: string): readonly number[] {
  const plain = address.replace(/%.*$/, '').replace(/\d+\.\d+\.\d+\.\d+$/, (ipv4) => {
    const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [before = '', after] = plain.split('::');
  const read = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((part) => Number.parseInt(part, 16));
  const head = read(before);
  const tail = read(after ?? '');
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}
