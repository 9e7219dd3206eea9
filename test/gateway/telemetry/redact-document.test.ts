// What traces show of a document: its shape, and no value.
import { describe, expect, it } from 'vitest';

import { createDocumentRedaction } from '../../../gateway/telemetry/redact-document.ts';

const redact = createDocumentRedaction();

describe('a redacted document', () => {
  it('has no literal value left, wherever it stood', () => {
    const document = `
      # planted comment
      query Price($vin: ID = "planted-default", $n: Int = 4711) {
        vehicle(vin: "planted-vin", kind: PLANTED, year: 4712, factor: 4.713, isNew: true) {
          price(options: ["planted-a", $vin], at: { day: "planted-day", n: 4714 }) @include(if: true)
        }
        text(block: """planted block""", n: -4715)
      }`;

    const text = redact(document) ?? '';

    expect(text).not.toMatch(/planted/i);
    expect(text).not.toMatch(/47\d|true/);
    expect(text).toContain('query Price($vin: ID = "", $n: Int = 0)');
    expect(text).toContain('vehicle(vin: "", kind: _, year: 0, factor: 0, isNew: false)');
    expect(text).toContain('price(options: [], at: {})');
  });

  it('keeps variables, names and fragments', () => {
    const document =
      'query A($id: ID!) {\n  market(id: $id) {\n    ...F\n  }\n}\n\nfragment F on Market {\n  id\n}';

    const text = redact(document);

    expect(text).toBe(document);
  });

  it('is absent for what is no GraphQL, and for what is very long', () => {
    const texts = ['{ vehicle(vin: "W', `{ ${'id '.repeat(4_000)} }`].map(redact);

    expect(texts).toEqual([undefined, undefined]);
  });
});
