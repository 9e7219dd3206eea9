// W3C traceparent: what is read, what is sent on.
import { describe, expect, it } from 'vitest';

import {
  createChildTrace,
  formatTraceparent,
  parseTraceparent,
} from '../../runtime/trace-context.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

describe('parseTraceparent', () => {
  it('reads version 00, and later versions with more at their end', () => {
    expect(parseTraceparent(`00-${traceId}-${spanId}-01`)).toEqual({
      traceId,
      spanId,
      isSampled: true,
    });
    expect(parseTraceparent(`cc-${traceId}-${spanId}-00-what-comes`)?.isSampled).toBe(false);
  });

  it.each([
    undefined,
    '',
    `00-${traceId}-${spanId}`,
    `00-${traceId}-${spanId}-01-more`,
    `ff-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    [`00-${traceId}-${spanId}-01`],
  ])('reads nothing from %j', (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });
});

describe('createChildTrace', () => {
  const randomBytes = (size: number): Uint8Array => new Uint8Array(size).fill(0xab);

  it('stays in the trace of its parent, with a span of its own', () => {
    const child = createChildTrace({ traceId, spanId, isSampled: false }, randomBytes);

    expect(formatTraceparent(child)).toBe(`00-${traceId}-${'ab'.repeat(8)}-00`);
  });

  it('starts a trace without a parent, and never with an id of zeros', () => {
    const root = createChildTrace(undefined, (size) => new Uint8Array(size));

    expect(parseTraceparent(formatTraceparent(root))).toEqual(root);
    expect(root.isSampled).toBe(true);
  });
});
