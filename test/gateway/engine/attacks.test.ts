// Operations made to be expensive: each is answered or refused for itself, and others go on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openOracle, type Oracle } from '../../oracle/oracle.ts';
import { interfaceObjectsGraph, keysGraph } from '../../oracle/seeded-graphs.ts';

// As they are by default; other tests ask more.
const variables = {
  MARQUE_MAX_ALIASES: '100',
  MARQUE_MAX_SELECTIONS: '4000',
  MARQUE_MAX_DEPTH: '25',
};
const ordinary = '{ makers { id country } }';

/** Fragments of which each spreads the next one twice. */
function createFragmentBomb(levels: number): string {
  const fragments = Array.from(
    { length: levels },
    (_, level) =>
      `fragment f${level} on Maker { best { maker { ...f${level + 1} } } b${level}: best { maker { ...f${level + 1} } } }`,
  );
  return [`{ makers { ...f0 } }`, ...fragments, `fragment f${levels} on Maker { id }`].join('\n');
}

describe('the compiled engine', () => {
  let oracle: Oracle;
  beforeAll(async () => {
    oracle = await openOracle(keysGraph, { engine: 'compiled', variables });
    await oracle.askGateway(ordinary);
  });
  afterAll(() => oracle.close());

  const codesOf = async (query: string, values = {}): Promise<readonly unknown[]> => {
    const { errors = [] } = await oracle.askGateway(query, values);
    return errors.map(({ extensions }) => extensions?.['code']);
  };

  it.each([12, 40, 400])(
    'refuses fragments that blow up to 2^%i selections at once',
    async (levels) => {
      const startedAt = performance.now();

      const codes = await codesOf(createFragmentBomb(levels));

      expect(codes).toHaveLength(1);
      expect(['MAX_SELECTIONS_LIMIT', 'MAX_DEPTH_LIMIT']).toContain(codes[0]);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    },
  );

  it('plans only what conditions leave, of a million combinations that there are', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `v${index}`);
    const fields = ['id', 'country', 'greeting', 'name'];
    const selections = names.map(
      (name, index) => `n${index}: ${fields[index % fields.length]} @include(if: $${name})`,
    );
    const query = `query(${names.map((name) => `$${name}: Boolean!`).join(' ')}) {
      makers { best { id maker { ${selections.join(' ')} } } }
    }`;
    const draw = (on: (index: number) => boolean) =>
      Object.fromEntries(names.map((name, index) => [name, on(index)]));

    for (const values of [draw(() => true), draw(() => false), draw((index) => index % 3 === 0)]) {
      const [ours, right] = await Promise.all([
        oracle.askGateway(query, values),
        oracle.monolith.answer(query, values),
      ]);

      expect(ours.data).toEqual(JSON.parse(JSON.stringify(right.data)));
    }
  });

  it('answers as many aliases as are allowed, and refuses one more', async () => {
    const ask = (count: number): string =>
      `{ makers { ${Array.from({ length: count }, (_, index) => `a${index}: greeting(polite: ${index % 2 === 0})`).join(' ')} } }`;

    expect(await codesOf(ask(100))).not.toContain('MAX_ALIASES_LIMIT');
    expect(await codesOf(ask(101))).toEqual(['MAX_ALIASES_LIMIT']);
  });
});

describe('an operation that exhausts the planner', () => {
  let oracle: Oracle;
  beforeAll(async () => {
    oracle = await openOracle(interfaceObjectsGraph, { engine: 'compiled', variables });
  });
  afterAll(() => oracle.close());

  it('is refused by itself, while others are answered and later ones planned', async () => {
    const known = '{ works { title } }';
    const expected = await oracle.askGateway(known);
    // Three subgraphs have the objects on each level, and each may be entered from each.
    const greedy =
      '{ lent { similar { lentTo { loans { similar { lentTo { loans { days } } } } } } } }';

    const refused = oracle.askGateway(greedy);
    const meanwhile = await oracle.askGateway(known);
    const { data, errors } = await refused;
    const later = await oracle.askGateway('{ works { id title } }');

    expect(meanwhile).toEqual(expected);
    expect(data).toBeUndefined();
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['QUERY_TOO_COMPLEX']);
    expect(later.data).toBeDefined();
    expect(later.errors).toBeUndefined();
  });
});
