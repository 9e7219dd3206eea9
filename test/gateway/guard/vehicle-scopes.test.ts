// What the project's own graph protects: data of a vehicle by its VIN, and writes.
import { readFile } from 'node:fs/promises';

import { isObjectType, parse } from 'graphql';
import { Supergraph } from '@apollo/federation-internals';
import { describe, expect, it } from 'vitest';

import { readAccessNeeds } from '../../../gateway/guard/access-needs.ts';

const file = new URL('../../../schema/supergraph.graphql', import.meta.url);
const supergraphSdl = await readFile(file, 'utf8');
const needs = readAccessNeeds(parse(supergraphSdl));
const schema = Supergraph.build(supergraphSdl, { supportedFeatures: null })
  .apiSchema()
  .toGraphQLJSSchema();

const listScopes = (typeName: string, fieldName: string): readonly string[] =>
  needs
    .ofField(typeName, fieldName)
    .flatMap(({ anyOfScopes }) => anyOfScopes.flat())
    .toSorted();

describe('the graph of vehicles', () => {
  it('shows what is kept under a VIN only with vehicle:read', () => {
    const types = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type))
      .filter((type) => 'vin' in type.getFields())
      // What a number says of itself is kept nowhere.
      .filter(({ name }) => name !== 'VinDecoding');

    expect(types.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Vehicle', 'RecallCheck']),
    );
    for (const type of types) {
      for (const field of Object.keys(type.getFields())) {
        expect([type.name, field, listScopes(type.name, field)]).toEqual([
          type.name,
          field,
          expect.arrayContaining(['vehicle:read']),
        ]);
      }
    }
  });

  it.each(['vehicle', 'garage', 'recallChecks'])('protects the way in by %s', (field) => {
    expect(listScopes('Query', field)).toEqual(['vehicle:read']);
  });

  it.each(['recordService', 'updateMileage'])(
    'lets %s be called only with service:write',
    (field) => {
      expect(new Set(listScopes('Mutation', field))).toEqual(
        new Set(['vehicle:read', 'service:write']),
      );
    },
  );
});
