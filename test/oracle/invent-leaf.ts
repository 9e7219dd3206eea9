// Scalars and enum values that a seeded world makes up, odd ones among them.
import { type GraphQLEnumType, type GraphQLScalarType, isEnumType } from 'graphql';

const strings = [
  'plain',
  '',
  'a "quoted" \\ one',
  'zeile\n2',
  'übung 日本 🚗',
  '__proto__',
  '<b>&',
];
const numbers = [0, 1, -1, 42, 2 ** 31 - 1, -(2 ** 31)];
const floats = [0, 0.5, -1.25, 1e21, 1e-7, 3];
const structures: readonly unknown[] = [
  'text',
  7,
  false,
  [],
  {},
  [1, [null, { a: 'b' }]],
  { constructor: { list: [null, 'x'] }, length: 1 },
];

/** Makes up a value. */
export function inventLeaf(
  type: GraphQLScalarType | GraphQLEnumType,
  roll: (bound: number) => number,
): unknown {
  if (isEnumType(type)) {
    const values = type.getValues();
    return values[roll(values.length)]?.name;
  }
  switch (type.name) {
    case 'Int':
      return numbers[roll(numbers.length)];
    case 'Float':
      return floats[roll(floats.length)];
    case 'Boolean':
      return roll(2) === 0;
    case 'String':
      return `${strings[roll(strings.length)]}${roll(1_000)}`;
    case 'ID':
      return `id-${roll(1_000)}`;
    default:
      return structures[roll(structures.length)];
  }
}
