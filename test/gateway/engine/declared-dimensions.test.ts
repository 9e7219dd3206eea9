// Which dimensions a fetch depends on, by the @vary of the subgraphs' real schemas.
import { readFile } from 'node:fs/promises';

import { beforeAll, describe, expect, it } from 'vitest';

import {
  createDeclaredDimensions,
  type DeclaredDimensions,
} from '../../../gateway/engine/declared-dimensions.ts';

const declared = new Map<string, DeclaredDimensions>();
beforeAll(async () => {
  for (const name of ['vehicle', 'options', 'pricing', 'maintenance']) {
    const path = new URL(`../../../subgraphs/${name}/schema.graphql`, import.meta.url);
    declared.set(name, createDeclaredDimensions(await readFile(path, 'utf8')));
  }
});
const describeFetch = (subgraph: string, query: string) => {
  const traits = declared.get(subgraph)?.describe(query);
  return [...(traits?.dimensions ?? [])].sort();
};
const entities = (selection: string) =>
  `query Q__1($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;

describe('createDeclaredDimensions', () => {
  it.each([
    ['vehicle', '{ brands { id } }', []],
    ['vehicle', '{ markets { id } }', ['LANGUAGE']],
    ['vehicle', '{ modelSeries(brand: "bmw") { code } }', ['BRAND', 'LANGUAGE', 'MARKET']],
    ['vehicle', '{ garage { vin } }', ['SCOPES', 'USER']],
    ['vehicle', '{ garage { variant { id } } }', ['LANGUAGE', 'SCOPES', 'USER']],
    [
      'vehicle',
      'mutation($i: UpdateMileageInput!) { updateMileage(input: $i) { vin } }',
      ['SCOPES', 'USER'],
    ],
    ['pricing', entities('... on Market { currency { code } }'), []],
    [
      'pricing',
      entities('... on Market { currency { code } taxes { name } }'),
      ['LANGUAGE', 'PRICE_DATE'],
    ],
    ['pricing', entities('... on ConfigurableItem { price { priceList } }'), ['PRICE_DATE']],
    [
      'pricing',
      entities('... on Vehicle { originalListPrice { priceList } }'),
      ['LANGUAGE', 'SCOPES', 'USER'],
    ],
    ['options', entities('... on ConfigurableItem { name }'), ['LANGUAGE']],
    ['options', entities('... on ModelVariant { initialConfiguration { id } }'), ['MARKET']],
    [
      'options',
      '{ configuration(id: "a") { id ...F } } fragment F on Configuration { items { code } }',
      ['LANGUAGE'],
    ],
    [
      'maintenance',
      entities('... on Vehicle { contracts { id } }'),
      ['LANGUAGE', 'SCOPES', 'USER'],
    ],
  ])('finds those of %s: %s', (subgraph, query, dimensions) => {
    expect(describeFetch(subgraph, query)).toEqual(dimensions);
  });

  it('tells a mutation, which must not be sent twice, from a query', () => {
    const mutation = declared
      .get('options')
      ?.describe('mutation($i: SaveConfigurationInput!) { saveConfiguration(input: $i) { code } }');

    expect(mutation?.operationType).toBe('mutation');
    expect(declared.get('options')?.describe('{ __typename }').operationType).toBe('query');
  });
});
