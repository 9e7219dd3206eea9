// Which address limits go by: what a client writes itself is never it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  createCallerAddressReader,
  groupAddress,
} from '../../../../gateway/guard/rate-limits/caller-address.ts';
import { propertyRuns } from '../../../property-runs.ts';

describe('groupAddress', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:0201', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1:2:3:4:5:6:192.0.2.1', '1:2:3:4::/64'],
    ['', ''],
    ['no address', 'no address'],
  ])('takes %s for %s', (address, group) => {
    expect(groupAddress(address)).toBe(group);
  });

  it('takes addresses for one where their first 64 bits are the same, and only there', () => {
    const writeIpv6 = (parts: readonly number[]) =>
      parts.map((part) => part.toString(16)).join(':');
    const half = fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: 4, maxLength: 4 });

    fc.assert(
      fc.property(half, half, half, (network, other, host) => {
        const group = groupAddress(writeIpv6([...network, ...host]));
        expect(groupAddress(writeIpv6([...network, ...other]))).toBe(group);
        const isSame = groupAddress(writeIpv6([...other, ...host])) === group;
        expect(isSame).toBe(writeIpv6(other) === writeIpv6(network));
      }),
      propertyRuns(300),
    );
  });
});

describe('createCallerAddressReader', () => {
  const readBehind = createCallerAddressReader(['10.0.0.0/8', '2001:db8:ffff::/48']);
  const read = (forwarded: string | undefined, remoteAddress = '10.0.0.1') =>
    readBehind(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, remoteAddress);

  it.each([
    ['what the proxy saw', '192.0.2.1', '192.0.2.1'],
    [
      'the last, where the client has written one before it',
      '198.51.100.9, 192.0.2.1',
      '192.0.2.1',
    ],
    ['the one before the proxies', '1.1.1.1,192.0.2.1, 10.1.1.1 ,10.2.2.2', '192.0.2.1'],
    ['one with a port', '192.0.2.1:4711', '192.0.2.1'],
    ['IPv6 in brackets', '[2001:db8:1:2::3]:443', '2001:db8:1:2::/64'],
    ['the one before a proxy with IPv6', '192.0.2.1, 2001:db8:ffff::1', '192.0.2.1'],
    ['the proxy, where nothing stands', '', '10.0.0.1'],
    ['the proxy, where no address stands', '192.0.2.1, unknown', '10.0.0.1'],
    ['the first, where all are proxies', '10.3.3.3, 10.2.2.2', '10.3.3.3'],
    ['the proxy, without the header', undefined, '10.0.0.1'],
  ])('takes %s', (_what, forwarded, address) => {
    expect(read(forwarded)).toBe(address);
  });

  it('believes nobody else, and nobody without proxies', () => {
    const open = createCallerAddressReader([]);

    expect(read('192.0.2.1', '203.0.113.5')).toBe('203.0.113.5');
    expect(read('192.0.2.1', '::ffff:10.0.0.1')).toBe('192.0.2.1');
    expect(open({ 'x-forwarded-for': '192.0.2.1' }, '10.0.0.1')).toBe('10.0.0.1');
    expect(open({}, undefined)).toBe('');
  });

  it('gives what a client writes to nobody, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(read(`${text}, 192.0.2.1`)).toBe('192.0.2.1');
        expect(read(text, '203.0.113.5')).toBe('203.0.113.5');
      }),
      propertyRuns(300),
    );
  });
});
