// What logging lets through.
import { describe, expect, it } from 'vitest';

import { CodedError } from '../../runtime/coded-error.ts';
import { createLog, type Log } from '../../runtime/log.ts';

const vin = 'WBA5R1C50KA123456';

function createTestLog(): { log: Log; lines: () => readonly string[] } {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ level: 'info', name: 'test', destination });
  return { log, lines: () => lines };
}

describe('createLog', () => {
  it('writes one JSON line an event, with its fields', () => {
    const { log, lines } = createTestLog();

    log.warn({ subgraph: 'pricing', attempt: 2 }, 'subgraph.retry');
    log.debug({}, 'too.quiet');

    expect(lines()).toHaveLength(1);
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({
      name: 'test',
      subgraph: 'pricing',
      attempt: 2,
      msg: 'subgraph.retry',
    });
  });

  it('shows the last four characters of a VIN only, wherever it stands', () => {
    const { log, lines } = createTestLog();
    const error = new CodedError({
      code: 'X',
      kind: 'internal',
      message: `no ${vin}`,
      fields: { vin },
      cause: new Error(`cause ${vin.toLowerCase()}`),
    });

    log.info({ vin, path: `/vehicles/${vin}/options`, list: [{ [vin]: vin }] }, `read ${vin}`);
    log.error({ err: error, url: new URL(`http://x/${vin}`) }, 'failed');
    log.child({ vin }).child({ also: vin }).info({}, 'child');

    expect(lines()).toHaveLength(3);
    expect(lines().join('').toUpperCase()).not.toContain(vin.slice(0, 14));
    expect(lines().join('')).toContain('*************3456');
    expect(JSON.parse(lines()[1] ?? '')).toMatchObject({ err: { code: 'X', type: 'CodedError' } });
  });

  it('never writes an API key or a token, wherever it stands', () => {
    const { log, lines } = createTestLog();
    const id = 'mqk_0a1b2c3d4e5f6g7h';
    const token = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJDLTAwMDEifQ.c2lnbmF0dXJl';

    log.info({ text: `sent ${id}_${'s'.repeat(59)} and Bearer ${token}` }, `with ${token}`);
    log.error({ err: new Error(`no ${id}_${'s'.repeat(59)}`) }, 'failed');

    expect(lines()).toHaveLength(2);
    expect(lines().join('')).not.toMatch(/sssss|eyJ|c2lnbmF0dXJl/);
    expect(lines().join('')).toContain(`${id}_[redacted]`);
  });

  it('leaves alone what is longer or shorter than a VIN', () => {
    const { log, lines } = createTestLog();
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

    log.info({ traceId, code: 'WBA5R1C50KA12345' }, 'event');

    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ traceId, code: 'WBA5R1C50KA12345' });
  });

  it.each(['authorization', 'Cookie', 'set-cookie', 'accessToken', 'api_key', 'clientSecret'])(
    'never writes the value of %s, at any depth',
    (key) => {
      const { log, lines } = createTestLog();

      log.info({ [key]: 'hush-1', deep: [{ headers: { [key]: ['hush-2'] } }] }, 'event');
      log.child({ [key]: 'hush-3' }).info({}, 'event');

      expect(lines().join('')).not.toContain('hush');
    },
  );

  it('survives fields that refer to themselves', () => {
    const { log, lines } = createTestLog();
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;

    log.info({ loop }, 'event');

    expect(lines()).toHaveLength(1);
  });
});
