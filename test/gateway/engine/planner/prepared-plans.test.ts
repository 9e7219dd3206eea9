// Plans that a build made: taken for the supergraph that they were made for, and for no other.
import { describe, expect, it } from 'vitest';

import { loadQueryPlanner } from '../../../../gateway/engine/planner/load-query-planner.ts';
import { digestSupergraph } from '../../../../gateway/engine/supergraph-features.ts';
import { silentLog } from '../../../../runtime/log.ts';
import { composeTestSupergraph } from './planned-graph.ts';

const supergraphSdl = composeTestSupergraph({
  a: `type Query { p(id: Int): P } type P @key(fields: "id") { id: ID! x: Int }`,
  b: `type P @key(fields: "id") { id: ID! y: Int }`,
});

describe('a query planner', () => {
  it('takes plans that were made beforehand, for this supergraph only', async () => {
    const planJson = '{"kind":"QueryPlan"}';
    const prepared = {
      supergraphId: digestSupergraph(supergraphSdl),
      apiSdl: 'type Query { prepared: Int }',
      plans: [
        {
          query: '{ p { x } }',
          operationName: undefined,
          document: '{\n  p {\n    x\n  }\n}',
          overrideLabels: [],
          planJson,
        },
      ],
    };

    const fitting = await loadQueryPlanner({ supergraphSdl, log: silentLog, prepared });
    const foreign = await loadQueryPlanner({
      supergraphSdl,
      log: silentLog,
      prepared: { ...prepared, supergraphId: 'another' },
    });
    const outcomes = await Promise.all(
      [fitting, foreign].map(({ planner }) => planner.plan({ document: '{p{x}}' })),
    );
    const isLoadedForPrepared = fitting.isThreadLoaded();
    const unprepared = await fitting.planner.plan({ document: '{ p { y } }' });
    const isLoadedAfterwards = fitting.isThreadLoaded();
    await Promise.all([fitting.planner.close(), foreign.planner.close()]);

    expect(fitting.apiSdl).toBe(prepared.apiSdl);
    expect(foreign.apiSdl).toContain('p(id: Int): P');
    expect(outcomes).toMatchObject([{ plan: { kind: 'QueryPlan' } }, { plan: { node: {} } }]);
    expect(outcomes[0]).not.toHaveProperty('plan.node');
    expect(isLoadedForPrepared).toBe(false);
    expect(unprepared.status).toBe('planned');
    expect(isLoadedAfterwards).toBe(true);
  });
});
