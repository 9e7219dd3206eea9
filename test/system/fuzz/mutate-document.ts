// Changes a GraphQL document at random: some stay valid, most do not, none may hurt.
import type { RandomSource } from './random-source.ts';

type Mutation = (document: string, random: RandomSource, names: readonly string[]) => string;

const fragments = [
  '{',
  '}',
  '(',
  ')',
  '[',
  '"',
  '"""',
  '...',
  '@',
  '$',
  '&',
  '|',
  '!',
  '#',
  ',',
  ':',
  '\\u0000',
  '\u0000',
  '\u2028',
  '\uFEFF',
  '\u{1F697}',
  'ｎａｍｅ',
  '1e999',
  '-0',
  '9'.repeat(40),
  ' __typename ',
  ' __proto__ ',
  ' constructor: __typename ',
  ' toString ',
  ' hasOwnProperty: __typename ',
  ' __schema { types { name } } ',
  ' __type(name: "Query") { fields { name } } ',
  ' _service { sdl } ',
  ' _entities(representations: []) { __typename } ',
  ' ... on Query { __typename } ',
  ' ... @skip(if: false) { __typename } ',
  ' @include(if: $market) ',
  ' @skip(if: true) ',
  ' @defer ',
  ' @deprecated ',
  ' fragment Loop on Query { ...Loop } ',
  ' query Other { __typename } ',
  ' subscription { a } ',
  ' mutation { __typename } ',
  ' extend type Query { a: Int } ',
];

const mutations: readonly Mutation[] = [
  (document, random) => {
    const start = random.below(document.length + 1);
    return document.slice(0, start) + document.slice(start + 1 + random.below(20));
  },
  (document, random) => document.slice(0, random.below(document.length + 1)),
  (document, random) => insert(document, random, random.pick(fragments)),
  (document, random) => insert(document, random, random.pick(fragments)),
  (document, random) => insert(document, random, String.fromCharCode(random.below(0x1_0000))),
  // A name in the place of another, so that what is left is often valid by its syntax.
  (document, random, names) => replaceName(document, random, random.pick(names)),
  (document, random, names) => replaceName(document, random, random.pick(names)),
  (document, random) => replaceName(document, random, '__typename'),
  (document, random, names) => insertInto(document, random, ` ${random.pick(names)} `),
  (document, random, names) =>
    insertInto(document, random, ` ${random.pick(names)} { __typename } `),
  (document, random) => insertInto(document, random, ' a1: __typename '),
  (document, random) => insertInto(document, random, ' ... @include(if: true) { __typename } '),
  (document, random) => insertInto(document, random, aliases(random.pick([60, 100, 300]))),
  (document, random) =>
    insertInto(document, random, '__typename '.repeat(random.pick([9, 999, 5_000]))),
  (document, random) => insertInto(document, random, '... { '.repeat(random.below(3_000))),
  (document, random) => insertInto(document, random, nested(random.pick([3, 40]))),
  (document, random) => insertInto(document, random, nested(2_000)),
  (document, random) => document + bomb(5 + random.below(30)),
  (document, random) => document.repeat(2 + random.below(4)),
  (document) => document.replace(/query \w+/, 'query __schema'),
  (document) => document.replaceAll('$', '$$'),
  (document) => document.replaceAll('!', ''),
  (document) => document.replaceAll(/\s+/g, ' '),
  (document, random) => document.replace(/\d+/, random.pick(['-1', '99999999999', '0', '1.5'])),
  (document, random) => document + '#'.padEnd(random.pick([9, 200_000]), 'x'),
];

/** Changes a document once. `names` are those that may stand for others. */
export function mutateDocument(
  document: string,
  random: RandomSource,
  names: readonly string[],
): string {
  return random.pick(mutations)(document, random, names);
}

/** All names of fields, types, arguments and variables that a document uses. */
export function readNames(document: string): readonly string[] {
  return document.match(/[A-Za-z_]\w*/g) ?? [];
}

function insert(document: string, random: RandomSource, text: string): string {
  const at = random.below(document.length + 1);
  return document.slice(0, at) + text + document.slice(at);
}

/** Puts it at the beginning of one of the selections. */
function insertInto(document: string, random: RandomSource, text: string): string {
  const braces = [...document.matchAll(/\{/g)].map(({ index }) => index + 1);
  if (braces.length === 0) return document + text;
  const at = random.pick(braces);
  return document.slice(0, at) + text + document.slice(at);
}

function replaceName(document: string, random: RandomSource, replacement: string): string {
  const found = [...document.matchAll(/[A-Za-z_]\w*/g)];
  if (found.length === 0) return replacement;
  const { index, 0: name } = random.pick(found);
  return document.slice(0, index) + replacement + document.slice(index + name.length);
}

function aliases(count: number): string {
  return Array.from({ length: count }, (_, index) => `n${index}: __typename`).join(' ');
}

function nested(depth: number): string {
  return `${'... { '.repeat(depth)} __typename ${'} '.repeat(depth)}`;
}

function bomb(count: number): string {
  const chain = Array.from(
    { length: count },
    (_, index) => `fragment B${index} on Query { ...B${index + 1} ...B${index + 1} }`,
  );
  return `\n${chain.join('\n')}\nfragment B${count} on Query { __typename }\nquery Boom { ...B0 }`;
}
