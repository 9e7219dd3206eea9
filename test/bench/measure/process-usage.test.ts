// Reading /proc.
import { describe, expect, it } from 'vitest';

import { parseProcessStat, readProcessUsage } from '../../../bench/measure/process-usage.ts';

describe('parseProcessStat', () => {
  it('counts the time of a process and of its children that are gone, whatever its name is', () => {
    const text =
      '42 (node (a) b) S 7 42 42 0 -1 4194304 900 0 0 0 150 50 20 10 20 0 11 0 12345 999 2500 18446744073709551615';

    expect(parseProcessStat(text)).toEqual({
      pid: 42,
      parentPid: 7,
      cpuMs: 2_300,
      residentBytes: 2_500 * 4_096,
    });
  });

  it.each(['', '42 (node', '42 (node) S 7'])('makes nothing of %j', (text) => {
    expect(parseProcessStat(text)).toBeUndefined();
  });
});

describe.runIf(process.platform === 'linux')('readProcessUsage', () => {
  it('sees this process work', async () => {
    const before = await readProcessUsage(process.pid);

    const untilMs = performance.now() + 60;
    while (performance.now() < untilMs) Math.sqrt(untilMs);

    const after = await readProcessUsage(process.pid);
    expect(after?.cpuMs).toBeGreaterThan(before?.cpuMs ?? Number.POSITIVE_INFINITY);
    expect(after?.residentBytes).toBeGreaterThan(1_000_000);
  });

  it('knows nothing of a process that is not there', async () => {
    expect(await readProcessUsage(2 ** 30)).toBeUndefined();
  });
});
