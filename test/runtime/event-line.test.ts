// The line of an event that comes often, beside the one that pino makes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createLog, type Log } from '../../runtime/log.ts';

const vin = 'WBA5R1C50KA123456';

function createTestLog(level: 'info' | 'warn' = 'info') {
  const lines: string[] = [];
  const log: Log = createLog({
    level,
    name: 'test',
    destination: { write: (line) => void lines.push(line) },
  });
  const read = (): readonly Record<string, unknown>[] =>
    lines.map((line) => {
      const { time, ...fields } = JSON.parse(line) as Record<string, unknown>;
      expect(time).toBeTypeOf('number');
      return fields;
    });
  return { log, lines, read };
}

describe('an event that is prepared', () => {
  it('is written as any other would be', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant(vin));
    const value = fc.option(fc.oneof(text, fc.double(), fc.boolean(), fc.array(text)), {
      nil: undefined,
    });
    const fields = fc.record({ first: value, second: value, 'third "one"': value });

    fc.assert(
      fc.property(fields, (some) => {
        const { log, lines, read } = createTestLog();

        log.prepareEvent('some.event')(some);
        log.info(some, 'some.event');

        const [prepared, ordinary] = read();
        expect(prepared).toEqual(ordinary);
        expect(lines[0]).toMatch(/^\{"level":30,"time":\d+,"pid":.*"msg":"some\.event"\}\n$/);
      }),
    );
  });

  it('goes with what its log is bound to, masked', () => {
    const { log, lines, read } = createTestLog();

    log.child({ vin, token: 'planted' }).prepareEvent('some.event')({ also: vin });

    expect(read()[0]).toMatchObject({ vin: '*************3456', also: '*************3456' });
    expect(lines[0]).not.toContain('planted');
  });

  it('is not written where its level is off', () => {
    const { log, lines } = createTestLog('warn');

    log.prepareEvent('some.event')({ first: 1 });

    expect(lines).toEqual([]);
  });
});
