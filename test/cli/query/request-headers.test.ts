// Headers of an operation: which token goes where.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { loadCliConfig } from '../../../cli/config.ts';
import { createRequestHeaders, findToken, isLoopback } from '../../../cli/query/request-headers.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marque-token-'));
  await mkdir(join(folder, 'identity'));
  await writeFile(join(folder, 'identity', 'token'), 'header.body.signature\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function find(url: string, options: { token?: boolean; tokenFile?: string } = {}) {
  const notes: string[] = [];
  const paint = (_colour: string, text: string): string => text;
  const token = await findToken(
    url,
    { token: true, ...options },
    {
      config: loadCliConfig({ MARQUE_DATA_DIR: folder }),
      terminal: {
        out: () => undefined,
        note: (text) => void notes.push(text),
        paintOut: paint,
        paintNote: paint,
      },
    },
  );
  return { token, notes: notes.join('') };
}

describe('findToken', () => {
  it('takes the local stack’s own for this machine, says so, and does not show it', async () => {
    const { token, notes } = await find('http://localhost:4000/graphql');

    expect(token).toBe('header.body.signature');
    expect(notes).toContain('--no-token');
    expect(notes).not.toContain('header.body');
  });

  it('sends it to no other machine, and not against the caller’s will', async () => {
    const elsewhere = await find('https://graph.example.com/graphql');
    const unwanted = await find('http://127.0.0.1:4000/graphql', { token: false });

    expect([elsewhere.token, unwanted.token]).toEqual([undefined, undefined]);
  });

  it('warns before a token of a file goes unencrypted to another machine', async () => {
    const tokenFile = join(folder, 'identity', 'token');

    const { token, notes } = await find('http://graph.example.com/graphql', { tokenFile });

    expect(token).toBe('header.body.signature');
    expect(notes).toContain('without encryption');
  });
});

describe('isLoopback', () => {
  it.each([
    ['http://127.0.0.1:4000/', true],
    ['http://127.8.8.8/', true],
    ['http://[::1]:4000/', true],
    ['http://localhost/', true],
    ['http://127.0.0.1.example.com/', false],
    ['http://localhost.example.com/', false],
    ['http://10.0.0.1/', false],
  ])('of %s is %s', (url, expected) => {
    expect(isLoopback(url)).toBe(expected);
  });
});

describe('createRequestHeaders', () => {
  it('turns options into dimensions, and lets a header of the caller’s own win', () => {
    const headers = createRequestHeaders({
      market: 'DE',
      priceDate: '2026-01-31',
      trace: true,
      header: ['X-Marque-Market: FR', 'authorization:Bearer x'],
    });

    expect(headers).toEqual({
      'x-marque-market': 'FR',
      'x-marque-price-date': '2026-01-31',
      'x-marque-cost': 'detail',
      authorization: 'Bearer x',
    });
  });
});
