// X-Ray's ids in W3C's spelling and back, and who is whose parent.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  acceptTrace,
  formatXRayHeader,
  parseXRayHeader,
  toW3CTraceId,
  toXRayTraceId,
} from '../../runtime/xray-trace.ts';
import { propertyRuns } from '../property-runs.ts';

const root = '1-5759e988-bd862e3fe1be46a994272793';
const parent = '53995c3f42cd8ad8';
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00';
const randomBytes = (sizeBytes: number): Uint8Array => new Uint8Array(sizeBytes).fill(7);
const hex = (length: number) =>
  fc
    .string({
      unit: fc.constantFrom(...'0123456789abcdef'.split('')),
      minLength: length,
      maxLength: length,
    })
    .filter((id) => !/^0+$/.test(id));

describe('parseXRayHeader', () => {
  it.each([
    [`Root=${root};Parent=${parent};Sampled=1`, parent, true],
    [`Self=1-67891234-12456789abcdef012345678;Root=${root}`, undefined, false],
    [`Root=${root};Sampled=?`, undefined, false],
    [`Sampled=1; Parent=${parent.toUpperCase()}; Root=${root};Lineage=a87bd80c:1`, parent, true],
    [`Root=${root};Parent=0000000000000000;Sampled=1`, undefined, true],
  ])('reads %s', (header, parentId, isSampled) => {
    const read = parseXRayHeader(header);

    expect(read).toEqual({
      xrayTraceId: root,
      ...(parentId === undefined ? {} : { parentId }),
      isSampled,
    });
  });

  it.each([
    undefined,
    '',
    'Root=',
    `Parent=${parent};Sampled=1`,
    'Root=2-5759e988-bd862e3fe1be46a994272793',
    'Root=1-5759e988-bd862e3fe1be46a99427279',
    'Root=1-00000000-000000000000000000000000',
    [`Root=${root}`, `Root=${root}`],
    `Root=${root};Note=${'x'.repeat(2_000)}`,
  ])('takes %j for none', (header) => {
    expect(parseXRayHeader(header)).toBeUndefined();
  });

  it('never throws, whatever the header is', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(() => parseXRayHeader(header)).not.toThrow();
      }),
      propertyRuns(300),
    );
  });
});

describe('the ids of a trace', () => {
  it('are the same hex digits in both spellings, there and back', () => {
    fc.assert(
      fc.property(hex(32), hex(16), fc.boolean(), (traceId, spanId, isSampled) => {
        const xrayTraceId = toXRayTraceId(traceId);

        expect(xrayTraceId).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
        expect(toW3CTraceId(xrayTraceId)).toBe(traceId);
        expect(parseXRayHeader(formatXRayHeader({ traceId, spanId, isSampled }))).toEqual({
          xrayTraceId,
          parentId: spanId,
          isSampled,
        });
      }),
      propertyRuns(200),
    );
  });
});

describe('acceptTrace', () => {
  const header = `Root=${root};Parent=${parent};Sampled=1`;
  const spanId = '0707070707070707';

  it('goes on with the trace of X-Ray where there is no other', () => {
    expect(acceptTrace({ 'x-amzn-trace-id': header }, randomBytes)).toEqual({
      traceId: '5759e988bd862e3fe1be46a994272793',
      spanId,
      parentSpanId: parent,
      isSampled: true,
      xrayTraceId: root,
    });
  });

  it('prefers traceparent, and keeps the id of X-Ray beside it', () => {
    const trace = acceptTrace({ traceparent, 'x-amzn-trace-id': header }, randomBytes);

    expect(trace).toEqual({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId,
      parentSpanId: '00f067aa0ba902b7',
      isSampled: false,
      xrayTraceId: root,
    });
    expect(formatXRayHeader(trace)).toBe(`Root=${root};Parent=${spanId};Sampled=0`);
  });

  it('knows nothing of X-Ray where nobody speaks of it', () => {
    const trace = acceptTrace({ traceparent, 'x-amzn-trace-id': 'nonsense' }, randomBytes);

    expect(trace).toMatchObject({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736' });
    expect(trace.xrayTraceId).toBeUndefined();
  });
});
