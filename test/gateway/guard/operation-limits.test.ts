// Each limit holds at its figure, and neither names nor fragments get around it.
import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';

import { parseGatewayConfig } from '../../../gateway/config.ts';
import { createOperationGate } from '../../../gateway/guard/operation-gate.ts';
import { checkOperationLimits } from '../../../gateway/guard/operation-limits.ts';

const { operationLimits, variableLimits } = parseGatewayConfig({});
// What spreads a fragment is a selection, too, and would be too many before its fields are.
const limits = { ...operationLimits, maxSelections: 10_000 };

const codeOf = (query: string): string => {
  const outcome = checkOperationLimits(query, limits);
  return outcome.status === 'exceeded' ? outcome.code : outcome.status;
};
const repeat = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');

/** Documents that reach a figure by different ways, each given the figure. */
const ways: Readonly<Record<string, readonly [limit: number, write: (count: number) => string]>> = {
  'MAX_ROOT_FIELDS_LIMIT, written out': [
    limits.maxRootFields,
    (count) => `{ ${repeat(count, (n) => `f${n}`)} }`,
  ],
  'MAX_ROOT_FIELDS_LIMIT, a fragment named __schema at two depths': [
    limits.maxRootFields,
    (count) =>
      `query __schema { ...__schema ... on Query { ...__schema } } fragment __schema on Query { ${repeat(count / 2, (n) => `f${n}`)} ${count % 2 === 1 ? 'g' : ''} }`,
  ],
  'MAX_HEIGHT_LIMIT, a fragment in each field': [
    limits.maxHeight,
    (count) =>
      `{ ${repeat(40, (n) => `f${n} { ...F }`)} } fragment F on T { ${repeat(count / 40 - 1, (n) => `g${n}`)} ${count % 40 === 0 ? '' : 'g'} }`,
  ],
  'MAX_DIRECTIVES_LIMIT, on fields': [
    limits.maxDirectives,
    (count) => `{ a ${repeat(count, () => '@skip(if: false)')} }`,
  ],
  'MAX_DIRECTIVES_LIMIT, on what a fragment spreads': [
    limits.maxDirectives,
    (count) =>
      `{ a { ...F } b { ...F } c ${count % 2 === 1 ? '@d' : ''} } fragment F on T { x ${repeat(Math.floor(count / 2), () => '@include(if: true)')} }`,
  ],
  'MAX_INTROSPECTION_DEPTH_LIMIT, written out': [
    limits.maxIntrospectionDepth,
    (count) =>
      `{ __schema { types { ${'fields { type { '.repeat(count)} name ${'} } '.repeat(count)} } } }`,
  ],
  'MAX_INTROSPECTION_DEPTH_LIMIT, by fragments of a type': [
    limits.maxIntrospectionDepth,
    (count) =>
      `{ a: __type(name: "Q") { ...F0 } } ${repeat(count, (n) => `fragment F${n} on __Type { possibleTypes { ...F${n + 1} } }`)} fragment F${count} on __Type { name }`,
  ],
  'BAD_USER_INPUT, a list in an argument': [
    limits.maxListSize,
    (count) => `{ a(in: { ids: [[${repeat(count, () => '1')}]] }) }`,
  ],
  'BAD_USER_INPUT, a default of a variable': [
    limits.maxListSize,
    (count) => `query($ids: [Int!] = [${repeat(count, () => '1')}]) { a(ids: $ids) }`,
  ],
  'BAD_USER_INPUT, a list in a directive of a fragment': [
    limits.maxListSize,
    (count) => `{ ...F } fragment F on Query @d(ids: [${repeat(count, () => '1')}]) { a }`,
  ],
};

describe('the limits of a document', () => {
  it.each(Object.entries(ways))('hold at their figure: %s', (name, [limit, write]) => {
    expect(codeOf(write(limit))).toBe('within');
    expect(codeOf(write(limit + 1))).toBe(name.split(',')[0]);
  });

  it('let the usual introspection through', () => {
    expect(codeOf(getIntrospectionQuery())).toBe('within');
  });

  it('do not take the fields of an unused fragment for root fields', () => {
    expect(codeOf(`{ a } fragment F on T { ${repeat(101, (n) => `f${n}`)} }`)).toBe('within');
  });

  it('take less than a millisecond for a document of the size that people write', () => {
    const query = `{ ${repeat(60, (n) => `f${n} { ...F }`)} } fragment F on T { ${repeat(12, (n) => `g${n} @include(if: true)`)} }`;
    const tookMs = Array.from({ length: 50 }, () => {
      const startedAtMs = performance.now();
      checkOperationLimits(query, { ...limits, maxDirectives: 1_000 });
      return performance.now() - startedAtMs;
    });

    expect(Math.min(...tookMs)).toBeLessThan(1);
  });
});

describe('the limits of variables', () => {
  it('refuse a list that is too long, however deep it stands', () => {
    const gate = createOperationGate(limits, variableLimits);
    const check = (length: number) =>
      gate.check({ variables: { input: { ids: [Array.from({ length }, () => 1)] } } })?.code;

    expect(check(variableLimits.maxListSize)).toBeUndefined();
    expect(check(variableLimits.maxListSize + 1)).toBe('BAD_USER_INPUT');
  });
});
