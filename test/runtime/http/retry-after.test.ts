// Retry-After: seconds, dates and rubbish.
import { describe, expect, it } from 'vitest';

import { parseRetryAfterMs } from '../../../runtime/http/retry-after.ts';

const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0);

describe('parseRetryAfterMs', () => {
  it.each([
    ['0', 0],
    [' 120 ', 120_000],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
  ])('reads %j as %i ms', (header, expectedMs) => {
    expect(parseRetryAfterMs(header, nowMs)).toBe(expectedMs);
  });

  it.each([undefined, '', '-5', '1.5', 'soon', '9'.repeat(30), '2026-11-21'])(
    'reads nothing from %j',
    (header) => {
      expect(parseRetryAfterMs(header, nowMs)).toBeUndefined();
    },
  );
});
