// Who may use the admin port.
import { afterEach, describe, expect, it } from 'vitest';

import { createAdminAccess } from '../../../runtime/admin/admin-access.ts';
import { startTestGraph, type TestGraph } from '../../gateway/test-graph.ts';

const operator = 'operator-0123456789abcdef';
const reader = 'reader-0123456789abcdef-x';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('createAdminAccess with tokens', () => {
  const decide = createAdminAccess({ operator, reader });

  it('lets an operator do everything, and a reader look', () => {
    expect(decide(bearer(operator), 'operator')).toBe('allowed');
    expect(decide(bearer(operator), 'reader')).toBe('allowed');
    expect(decide(bearer(reader), 'reader')).toBe('allowed');
    expect(decide(bearer(reader), 'operator')).toBe('forbidden');
  });

  it.each([
    {},
    { host: '127.0.0.1:4001' },
    bearer('operator'),
    bearer(`${operator}x`),
    { authorization: operator },
    { authorization: `Basic ${operator}` },
    { authorization: 'Bearer ' },
  ])('knows nobody who sends %o', (headers) => {
    expect(decide(headers, 'reader')).toBe('unauthenticated');
  });
});

describe('createAdminAccess with the token of one role', () => {
  it('has nobody for the other role', () => {
    const decide = createAdminAccess({ reader });

    expect(decide(bearer(reader), 'operator')).toBe('forbidden');
    expect(decide({ host: 'localhost' }, 'reader')).toBe('unauthenticated');
  });
});

describe('createAdminAccess without tokens', () => {
  const decide = createAdminAccess({});

  it.each(['127.0.0.1:4001', 'localhost:4001', '[::1]:4001', 'localhost'])(
    'lets programs on this machine in that ask %s',
    (host) => {
      expect(decide({ host }, 'operator')).toBe('allowed');
    },
  );

  it.each([
    // A name of a foreign site may be made to lead to this machine.
    { host: 'evil.example:4001' },
    { host: '127.0.0.1.evil.example' },
    {},
    { host: 'localhost:4001', 'sec-fetch-site': 'cross-site' },
    { host: 'localhost:4001', 'sec-fetch-site': 'same-site' },
  ])('lets no foreign page in: %o', (headers) => {
    expect(decide(headers, 'reader')).toBe('forbidden');
  });
});

describe('the admin port with tokens', () => {
  let graph: TestGraph | undefined;
  afterEach(() => graph?.stop());

  it('tells nobody anything who does not bear one, not even which paths there are', async () => {
    graph = await startTestGraph({
      env: { MARQUE_ADMIN_READER_TOKEN: reader, MARQUE_ADMIN_OPERATOR_TOKEN: operator },
    });
    const { adminUrl = '' } = graph.part;
    const ask = (path: string, headers = {}) => fetch(`${adminUrl}${path}`, { headers });

    const [refused, unknown, wrong] = await Promise.all([
      ask('/metrics'),
      ask('/nothing'),
      ask('/metrics', bearer('x'.repeat(24))),
    ]);
    const allowed = await ask('/metrics', bearer(reader));
    const lost = await ask('/nothing', bearer(reader));

    expect([refused, unknown, wrong].map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect(refused.headers.get('content-type')).toMatch('application/problem+json');
    expect(await refused.json()).toEqual({ title: 'Unauthorized', status: 401 });
    expect([allowed.status, lost.status]).toEqual([200, 404]);
    expect(allowed.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  });
});
