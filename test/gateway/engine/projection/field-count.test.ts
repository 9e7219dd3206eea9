// Counting the fields of an answer, held against a plain walk through what the client gets.
import { buildSchema, getOperationAST, parse } from 'graphql';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DataObject } from '../../../../gateway/engine/execution/data-object.ts';
import {
  compileProjection,
  type ProjectionOptions,
} from '../../../../gateway/engine/projection/compile-projection.ts';
import {
  compileFieldCount,
  type FieldCounts,
} from '../../../../gateway/engine/projection/field-count.ts';
import { locateField } from '../../../../gateway/engine/projection/locate-field.ts';

const schema = buildSchema(`
  type Query { car: Car things: [Thing] named: [[Named!]!] sure: Car! }
  interface Named { name: String }
  union Thing = Car | Part
  type Car implements Named { name: String must: Int! parts: [Part] codes: [String] }
  type Part implements Named { name: String car: Car must: Int! }
`);

function open(query: string, more: Partial<ProjectionOptions> = {}): ProjectionOptions {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return { schema, document, operation, ...more };
}

/** Counts as a request does that is sampled. */
function count(options: ProjectionOptions, data: DataObject): Record<string, [number, number]> {
  const tallies = new Map<string, FieldCounts>();
  const countFields = compileFieldCount(options, (coordinate) => {
    const tally = tallies.get(coordinate) ?? { sampled: 0, nulls: 0 };
    tallies.set(coordinate, tally);
    return tally;
  });
  const { dataText, faults } = compileProjection(options)(data, {});
  const answer: unknown = faults.length > 0 ? JSON.parse(dataText) : undefined;
  if (answer !== null) countFields(data, answer);
  return Object.fromEntries(
    [...tallies]
      .filter(([, { sampled }]) => sampled > 0)
      .map(([coordinate, { sampled, nulls }]) => [coordinate, [sampled, nulls]]),
  );
}

/** Counts by the types that stand in the answer itself. */
function walk(answer: unknown, found: Record<string, [number, number]> = {}) {
  if (Array.isArray(answer)) for (const item of answer) walk(item, found);
  else if (typeof answer === 'object' && answer !== null) {
    const { __typename: type, ...fields } = answer as Record<string, unknown>;
    for (const [name, value] of Object.entries(fields)) {
      const own = (found[`${String(type)}.${name}`] ??= [0, 0]);
      own[0] += 1;
      if (value === null) own[1] += 1;
      walk(value, found);
    }
  }
  return found;
}

const fields = `__typename name must
  parts { __typename name must car { __typename name must codes } } codes`;
const everything = open(`{ __typename car { ${fields} } sure { ${fields} }
  things { __typename ... on Named { name } ... on Car { must codes } ... on Part { car { __typename must } } }
  named { __typename name ... on Part { must } } }`);

const { data: anyData } = fc.letrec<{ data: DataObject; car: unknown; part: unknown }>((tie) => {
  const maybe = (arbitrary: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 4, arbitrary }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) });
  const name = maybe(fc.oneof(fc.string(), fc.constant(7)));
  const must = maybe(fc.integer({ min: 0, max: 9 }));
  const codes = maybe(fc.array(fc.constantFrom('a', null), { maxLength: 3 }));
  const list = (key: 'car' | 'part') => maybe(fc.array(maybe(tie(key)), { maxLength: 3 }));
  const named = fc.oneof(tie('car'), tie('part'));
  return {
    car: fc.record({
      __typename: fc.constant('Car'),
      name,
      must,
      codes,
      parts: fc.oneof({ depthSize: 'small' }, fc.constant(null), list('part')),
    }),
    part: fc.record({
      __typename: fc.constant('Part'),
      name,
      must,
      car: fc.oneof({ depthSize: 'small' }, fc.constant(null), maybe(tie('car'))),
    }),
    data: fc.record({
      car: maybe(tie('car')),
      sure: maybe(tie('car')),
      things: maybe(fc.array(maybe(named), { maxLength: 3 })),
      named: maybe(fc.array(fc.array(named, { maxLength: 2 }), { maxLength: 2 })),
    }),
  };
});

describe('counting fields', () => {
  it('counts each object and each null of the answer, also where nulls spread', () => {
    fc.assert(
      fc.property(anyData, (data) => {
        const { dataText } = compileProjection(everything)(data, {});

        expect(count(everything, data)).toEqual(walk(JSON.parse(dataText)));
      }),
      { numRuns: 300 },
    );
  });

  it('counts by the client’s fields where they were fetched under other names', () => {
    const options = open('{ car { a: must one: parts { name } two: parts { must } } }', {
      clientNames: { one: 'parts', two: 'parts' },
    });
    const data = {
      car: { a: 1, one: [{ name: null }, { name: 'x' }], two: [{ must: 1 }, { must: 2 }] },
    };

    expect(count(options, data)).toEqual({
      'Query.car': [1, 0],
      'Car.must': [1, 0],
      'Car.parts': [1, 0],
      'Part.name': [2, 1],
      'Part.must': [2, 0],
    });
  });

  it('leaves out introspection and what stands in for nothing', () => {
    const options = open('{ none: __typename __schema { __typename } }', { omittedName: 'none' });

    expect(count(options, {})).toEqual({});
  });
});

describe('a path of an error', () => {
  const data = {
    things: [{ __typename: 'Part', car: { must: 1 } }, null],
    named: [[{ __typename: 'Car', alias: null }]],
  };
  const options = open(
    `{ shown: car { must } things { ... on Part { car { made: must } } }
    named { alias: name } }`,
    { clientNames: { made: 'must' } },
  );

  it.each([
    [['things', 0, 'car', 'must'], 'Car.must'],
    [['things', 0, 'car'], 'Part.car'],
    [['things', 1], 'Query.things'],
    [['named', 0, 0, 'alias'], 'Car.name'],
    [['named', 5, 0, 'alias'], 'Named.name'],
    [['shown', 'must'], 'Car.must'],
    [['things', 1, 'car', 'must'], 'Query.things'],
    [['nowhere'], undefined],
    [[], undefined],
  ])('%j is located at %s', (path, coordinate) => {
    expect(locateField(options, data, path)).toBe(coordinate);
  });
});
