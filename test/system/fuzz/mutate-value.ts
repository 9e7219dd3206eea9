// Changes JSON values at random: what a client might send as variables, or in the place of any member.
import type { RandomSource } from './random-source.ts';

type Json = unknown;

const oddValues: readonly ((random: RandomSource) => Json)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1.5,
  () => 2 ** 31,
  () => 2 ** 53,
  () => 1e308,
  () => '',
  () => ' ',
  () => 'NaN',
  () => '../admin',
  () => '%2e%2e%2f',
  () => 'a\r\nHost: x',
  () => '//evil.example',
  () => '?x=1#y',
  () => '\u0000',
  () => '\uD800',
  () => '\u202Eabc',
  () => 'а',
  () => 'ÅÅ',
  () => '{{7*7}}',
  () => "' OR 1=1 --",
  () => '<script>alert(1)</script>',
  () => '__proto__',
  () => 'constructor',
  (random) => 'x'.repeat(random.below(12_000)),
  (random) => Array.from({ length: random.below(1_500) }, () => 'DE'),
  (random) => Array.from({ length: random.below(60) }, (_, index) => ({ index })),
  (random) => nest(random.below(40)),
  (random) => nest(random.below(4_000)),
  () => [],
  () => [[], [[]], [null]],
  () => ({}),
  () => JSON.parse('{"toString":1,"then":3,"constructor":{"prototype":{"p":1}}}') as Json,
  () => JSON.parse('{"__proto__":{"p":1},"a":{"__proto__":null}}') as Json,
  (random) => Object.fromEntries(Array.from({ length: random.below(300) }, (_, n) => [`k${n}`, n])),
];

/** Gives a value that nobody asked for. */
export function oddValue(random: RandomSource): Json {
  return random.pick(oddValues)(random);
}

/** Changes one place of a value, however deep. */
export function mutateValue(value: Json, random: RandomSource): Json {
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(20)) return mutateWhole(value, random);
    const at = random.below(value.length);
    return value.map((item: Json, index) => (index === at ? mutateValue(item, random) : item));
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0 || random.chance(15)) return mutateMembers(entries, random);
    const at = random.below(entries.length);
    return Object.fromEntries(
      entries.map(([name, item], index) => [name, index === at ? mutateValue(item, random) : item]),
    );
  }
  return mutateWhole(value, random);
}

function mutateWhole(value: Json, random: RandomSource): Json {
  if (random.chance(15)) return [value];
  if (random.chance(10)) return Array.from({ length: 1 + random.below(30) }, () => value);
  if (typeof value === 'string' && random.chance(40)) return mutateText(value, random);
  return oddValue(random);
}

function mutateMembers(entries: readonly [string, Json][], random: RandomSource): Json {
  const kept = random.chance(50) ? entries.slice(1) : entries;
  const added = random.pick(['__proto__', 'extra', '', 'constructor', 'toString', '0']);
  const members = [...kept, [added, oddValue(random)] as const];
  // As JSON has it: a member of that name, not the prototype.
  return JSON.parse(
    `{${members.map(([name, item]) => `${JSON.stringify(name)}:${JSON.stringify(item)}`).join(',')}}`,
  ) as Json;
}

function mutateText(text: string, random: RandomSource): string {
  const at = random.below(text.length + 1);
  const inserted = random.pick(['~', '.', '/', '\u0000', 'é', '%', ' ', 'Z', '-']);
  return text.slice(0, at) + inserted + text.slice(at + random.below(2));
}

function nest(depth: number): Json {
  let value: Json = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}
