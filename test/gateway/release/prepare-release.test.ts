// Planning the known operations of a release beforehand.
import { describe, expect, it } from 'vitest';

import { prepareRelease } from '../../../gateway/release/prepare-release.ts';
import { digestSupergraph } from '../../../gateway/engine/supergraph-features.ts';
import { silentLog } from '../../../runtime/log.ts';
import { composeTestSupergraph } from '../test-graph.ts';

const supergraphSdl = composeTestSupergraph();

function prepare(documents: Record<string, string>) {
  return prepareRelease({
    supergraphSdl,
    documents: new Map(Object.entries(documents)),
    plannerId: 'planner-1',
    log: silentLog,
  });
}

describe('prepareRelease', () => {
  it('plans each operation of each document, as clients send it', async () => {
    const two = 'query A { brand }\nquery B { dealerCount }';
    const release = await prepare({
      'one.graphql': '{ markets { id taxes } }',
      'two.graphql': two,
    });

    expect(release).toMatchObject({
      supergraphId: digestSupergraph(supergraphSdl),
      plannerId: 'planner-1',
    });
    expect(release.apiSdl).toContain('type Market');
    expect(release.plans.map(({ query, operationName }) => [query, operationName])).toEqual([
      ['{ markets { id taxes } }', undefined],
      [two, 'A'],
      [two, 'B'],
    ]);
    expect(release.plans.map(({ planJson }) => planJson.includes('"pricing"'))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('leaves out what asks for the schema, which the gateway may not allow', async () => {
    const release = await prepare({
      'schema.graphql':
        'query S { brand ...T } fragment T on Query { __schema { queryType { name } } }',
      'typename.graphql': '{ __typename brand }',
    });

    expect(release.plans.map(({ query }) => query)).toEqual(['{ __typename brand }']);
  });

  it('rejects an operation that the schema does not have, and names its file', async () => {
    const preparing = prepare({ 'old.graphql': '{ brandt }' });

    await expect(preparing).rejects.toThrow(/old\.graphql is not valid.*brandt/);
  });
});
