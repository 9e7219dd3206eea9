// The line that a person reads when a port cannot be opened.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

import { describe, expect, it } from 'vitest';

import { listen } from '../../runtime/listen.ts';

const gateway = { part: 'gateway', host: '127.0.0.1', port: 80, variable: 'MARQUE_PORT' };

describe('listen', () => {
  it('says which part, which port, and which variable moves it, in one line', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const app = {
      listen: async (address: { host: string; port: number }) => {
        await once(createServer().listen(address), 'listening');
        return 'http://127.0.0.1';
      },
    };

    const listening = listen(app, { ...gateway, port });

    await expect(listening).rejects.toMatchObject({
      code: 'LISTEN_FAILED',
      kind: 'configuration',
      message: `gateway: port ${port} is taken by another program; stop it or set MARQUE_PORT to a free port.`,
    });
    taken.close();
  });

  it.each([
    [Object.assign(new Error('x'), { code: 'EACCES' }), 'above 1023'],
    [Object.assign(new Error('x'), { code: 'EADDRNOTAVAIL' }), 'does not have the address'],
    [new Error('something else'), 'something else'],
    ['a text', 'a text'],
  ])('explains %s', async (fault, expected) => {
    const app = { listen: () => Promise.reject(fault) };

    const error: unknown = await listen(app, gateway).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ cause: fault });
    expect(error).toMatchObject({ message: expect.stringContaining(expected) as string });
    expect(error).toMatchObject({ message: expect.not.stringContaining('\n') as string });
  });
});
