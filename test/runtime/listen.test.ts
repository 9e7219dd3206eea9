// The line that a person reads when a port cannot be opened.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

import { describe, expect, it } from 'vitest';

import { describeListenError } from '../../runtime/listen.ts';

describe('describeListenError', () => {
  it('says which part, which port, and which variable moves it, in one line', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const second = createServer().listen(port, '127.0.0.1');
    const [error] = await once(second, 'error');

    const line = describeListenError(error, { part: 'gateway', port, variable: 'MARQUE_PORT' });
    taken.close();

    expect(line).toBe(
      `gateway: port ${port} is taken by another program; stop it or set MARQUE_PORT to a free port.`,
    );
  });

  it.each([
    [Object.assign(new Error('x'), { code: 'EACCES' }), 'above 1023'],
    [Object.assign(new Error('x'), { code: 'EADDRNOTAVAIL' }), 'does not have the address'],
    [new Error('something else'), 'something else'],
    ['a text', 'a text'],
  ])('explains %s', (error, expected) => {
    const line = describeListenError(error, { part: 'gateway', port: 80, variable: 'MARQUE_PORT' });

    expect(line).toContain(expected);
    expect(line).not.toContain('\n');
  });
});
