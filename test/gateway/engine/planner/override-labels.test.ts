// Progressive overrides: which labels are on, and what a plan makes of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  readOverrideLabels,
  selectOverrideLabels,
} from '../../../../gateway/engine/planner/override-labels.ts';
import { propertyRuns } from '../../../property-runs.ts';
import { createPlannedGraph, outlineFetches } from './planned-graph.ts';

const graph = createPlannedGraph({
  a: `type Query { p: P }
    type P @key(fields: "id") { id: ID! x: Int y: Int z: Int }`,
  b: `type P @key(fields: "id") {
    id: ID!
    x: Int @override(from: "a", label: "percent(2.5)")
    y: Int @override(from: "a", label: "beta")
    z: Int @override(from: "a", label: "beta")
  }`,
});

describe('readOverrideLabels', () => {
  it('finds each label once', () => {
    expect(readOverrideLabels(graph.supergraphSdl)).toEqual(['beta', 'percent(2.5)']);
  });
});

describe('selectOverrideLabels', () => {
  const labels = ['beta', 'gamma', 'percent(0)', 'percent(100)', 'percent(2.5)'];

  it('takes shares by where the request stands, other labels by rule', () => {
    const inside = selectOverrideLabels(labels, {
      percentile: 2.4,
      namedLabels: new Set(['beta']),
    });
    const outside = selectOverrideLabels(labels, { percentile: 2.5, namedLabels: new Set() });

    expect(inside).toEqual(['beta', 'percent(100)', 'percent(2.5)']);
    expect(outside).toEqual(['percent(100)']);
  });

  it('makes few different choices of many shares', () => {
    const shares = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 6 });
    const percentiles = fc.array(fc.double({ min: 0, max: 99.99, noNaN: true }), { maxLength: 40 });

    fc.assert(
      fc.property(shares, percentiles, (percents, requests) => {
        const all = percents.map((percent) => `percent(${percent})`);
        const choices = requests.map((percentile) =>
          selectOverrideLabels(all, { percentile, namedLabels: new Set() }).join(),
        );
        expect(new Set(choices).size).toBeLessThanOrEqual(percents.length + 1);
      }),
      propertyRuns(100),
    );
  });
});

describe('a plan', () => {
  it('asks the new subgraph only for what the labels move there', () => {
    const none = graph.plan('{ p { x y } }');
    const some = graph.plan('{ p { x y } }', ['percent(2.5)']);

    expect(outlineFetches(none)).toEqual(['a {p{x y}}']);
    expect(outlineFetches(some)[0]).toBe('a {p{__typename id y}}');
    expect(outlineFetches(some)[1]).toContain('on P{x}');
  });
});
