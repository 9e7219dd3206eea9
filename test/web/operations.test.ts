// The prepared operations as the picker shows them.
import { Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { groupOperations } from '../../web/explorer/operations.ts';
import { operationGroups } from '../../web/explorer/operation-files.ts';

const all = operationGroups.flatMap(({ operations }) => operations);

describe('operationGroups', () => {
  it('hold every document of schema/operations once', () => {
    expect(all).toHaveLength(20);
    expect(new Set(all.map(({ name }) => name)).size).toBe(20);
  });

  it('follow the three journeys, of which only ownership needs a sign-in', () => {
    expect(operationGroups.map(({ title, operations }) => [title, operations.length])).toEqual([
      ['Models', 5],
      ['Configuration and price', 8],
      ['Ownership', 7],
    ]);
    expect(all.filter(({ needsSignIn }) => needsSignIn).map(({ name }) => name)).toEqual(
      operationGroups[2]?.operations.map(({ name }) => name),
    );
  });

  it('describe each operation in a sentence', () => {
    expect(all.filter(({ description }) => !/^[A-Z].+\.$/.test(description))).toEqual([]);
  });

  it('bring a value for each variable that has no default', () => {
    const lacking = all.flatMap(({ name, document, variables }) => {
      const given: unknown = variables === '' ? {} : JSON.parse(variables);
      return parse(document)
        .definitions.flatMap((one) =>
          one.kind === Kind.OPERATION_DEFINITION ? (one.variableDefinitions ?? []) : [],
        )
        .filter(({ type }) => type.kind === Kind.NON_NULL_TYPE)
        .map(({ variable }) => variable.name.value)
        .filter((variable) => !Object.hasOwn(given as object, variable))
        .map((variable) => `${name}: ${variable}`);
    });

    expect(lacking).toEqual([]);
  });
});

describe('groupOperations', () => {
  it('tells mutations from queries, by the operation and not by the comment', () => {
    const [models] = groupOperations(
      {
        'x/01-read.graphql': '# A mutation is this not.\nquery Read { a }',
        'x/02-write.graphql': '# Writes.\nmutation Write { a }',
      },
      { 'x/02-write.variables.json': '{ "a": 1 }\n' },
    );

    expect(models?.operations).toMatchObject([
      { name: 'read', title: 'Read', kind: 'query', variables: '' },
      { name: 'write', kind: 'mutation', variables: '{ "a": 1 }', description: 'Writes.' },
    ]);
  });
});
