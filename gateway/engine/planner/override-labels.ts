// Progressive @override: which labels a supergraph has, and which of them are on for a request.
import { createHash } from 'node:crypto';

import { type ConstDirectiveNode, parse, visit } from 'graphql';

import type { RequestContext } from '../../http/request-context.ts';
import { readStringArgument } from './supergraph-ast.ts';

/** What decides about labels for one request. */
export interface OverrideDecision {
  /**
   * Where the request stands among all, from 0 up to but not including 100; the same for all labels,
   * so that n shares make at most n + 1 different plans.
   */
  readonly percentile: number;
  /** Labels that are on by rule. */
  readonly namedLabels: ReadonlySet<string>;
}

const share = /^percent\((?<percent>\d{1,3}(?:\.\d+)?)\)$/;

/** All labels of a supergraph, each once, in a stable order. */
export function readOverrideLabels(supergraphSdl: string): readonly string[] {
  const labels = new Set<string>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    Directive(node) {
      if (node.name.value !== 'join__field') return;
      const label = readStringArgument(node as ConstDirectiveNode, 'overrideLabel');
      if (label !== undefined) labels.add(label);
    },
  });
  return [...labels].toSorted();
}

/** Those of the labels that are on; `percent(x)` is on for x of 100 requests. */
export function selectOverrideLabels(
  labels: readonly string[],
  { percentile, namedLabels }: OverrideDecision,
): readonly string[] {
  return labels.filter((label) => {
    const percent = share.exec(label)?.groups?.['percent'];
    return percent === undefined ? namedLabels.has(label) : percentile < Number(percent);
  });
}

const shareBytes = 4;
const noLabels: readonly string[] = [];

/**
 * Makes the function that chooses the labels of a request. A caller who is known stands in one place
 * among all, whatever is asked; others get theirs from the trace, and so keep it within that.
 */
export function createLabelChoice(
  supergraphSdl: string,
  labelsThatAreOn: readonly string[],
): (context: Pick<RequestContext, 'identity' | 'trace'>) => readonly string[] {
  const labels = readOverrideLabels(supergraphSdl);
  const namedLabels = new Set(labelsThatAreOn);
  if (labels.length === 0) return () => noLabels;
  return ({ identity, trace }) => {
    const percentile = placeAmongAll(identity?.subject ?? trace.traceId);
    return selectOverrideLabels(labels, { percentile, namedLabels });
  };
}

/** From 0 up to but not including 100, evenly. */
function placeAmongAll(id: string): number {
  const digest = createHash('sha256').update(id).digest();
  return (digest.readUIntBE(0, shareBytes) / 2 ** (shareBytes * 8)) * 100;
}
