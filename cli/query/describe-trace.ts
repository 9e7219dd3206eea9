// The trace of an operation as a tree: fetches in their order, and below each its REST calls.
import { z } from 'zod';

import { toPrintable } from '../terminal/printable-text.ts';
import type { Paint } from '../terminal/terminal.ts';

interface GroupNode {
  readonly kind: 'sequence' | 'parallel';
  readonly nodes: readonly TraceNode[];
}
type TraceNode = GroupNode | z.infer<typeof fetchType>;

interface Branch {
  readonly text: string;
  readonly below: readonly Branch[];
}

const restCallsType = z.object({
  service: z.string(),
  resource: z.string(),
  count: z.number(),
  ms: z.number().optional(),
  retries: z.number().optional(),
  ids: z.array(z.string()).optional(),
});
const fetchType = z.object({
  kind: z.literal('fetch'),
  subgraph: z.string(),
  path: z.string(),
  entities: z.number().optional(),
  startMs: z.number().optional(),
  ms: z.number().optional(),
  restCalls: z.array(restCallsType),
});
const nodeType: z.ZodType<TraceNode> = z.lazy(() =>
  z.union([
    fetchType,
    z.object({ kind: z.enum(['sequence', 'parallel']), nodes: z.array(nodeType) }),
  ]),
);
const costType = z.object({
  trace: nodeType.optional(),
  totals: z.object({ fetches: z.number(), restCalls: z.number() }),
});

const maxIds = 3;
const maxIdLength = 40;

/** Describes `extensions.marque`; `durationMs` is what the whole operation took, seen from here. */
export function describeTrace(cost: unknown, durationMs: number, paint: Paint): readonly string[] {
  const read = costType.safeParse(cost);
  if (!read.success) {
    return [
      'There is no trace: the gateway shows what an operation costs to a token with the scope cost:read,',
      'or to everybody where it runs with MARQUE_COST=always.',
    ];
  }
  const { trace, totals } = read.data;
  const sums = `${totals.fetches} fetches, ${totals.restCalls} REST calls, ${formatMs(durationMs)}`;
  if (!trace) return [paint('bold', sums), 'Nothing was fetched.'];
  return [paint('bold', sums), ...drawBranches([describeNode(trace, paint)], '', paint)];
}

function describeNode(node: TraceNode, paint: Paint): Branch {
  if (node.kind !== 'fetch') {
    const text = node.kind === 'sequence' ? 'one after the other' : 'in parallel';
    return { text: paint('dim', text), below: node.nodes.map((one) => describeNode(one, paint)) };
  }
  const { subgraph, path, entities, startMs, ms, restCalls } = node;
  const where = path === '' ? '' : ` at ${path}`;
  const what =
    entities === undefined ? '' : ` (${entities} ${entities === 1 ? 'entity' : 'entities'})`;
  const when =
    ms === undefined ? 'not sent: nothing to fetch' : `${formatMs(ms)}, from ${formatMs(startMs)}`;
  return {
    text: `${paint('cyan', toPrintable(subgraph))}${toPrintable(where)}${what}  ${when}`,
    below: restCalls.map((call) => ({ text: describeCalls(call, paint), below: [] })),
  };
}

function describeCalls(calls: z.infer<typeof restCallsType>, paint: Paint): string {
  const { service, resource, count, ms, retries = 0, ids = [] } = calls;
  const times = count === 1 ? '' : ` ×${count}`;
  const took = ms === undefined ? '' : `  ${formatMs(ms)}`;
  const again = retries === 0 ? '' : `, ${retries} tried again`;
  const shown = ids.slice(0, maxIds).map((id) => clip(toPrintable(id)));
  const more = ids.length > maxIds ? ` … ${ids.length} in all` : '';
  const which = shown.length === 0 ? '' : paint('dim', `  ${shown.join(' ')}${more}`);
  return `REST ${toPrintable(`${service}/${resource}`)}${times}${took}${again}${which}`;
}

function drawBranches(branches: readonly Branch[], indent: string, paint: Paint): string[] {
  return branches.flatMap(({ text, below }, index) => {
    const isLast = index === branches.length - 1;
    const deeper = `${indent}${isLast ? '   ' : '│  '}`;
    return [
      `${paint('dim', `${indent}${isLast ? '└─ ' : '├─ '}`)}${text}`,
      ...drawBranches(below, deeper, paint),
    ];
  });
}

function clip(text: string): string {
  return text.length <= maxIdLength ? text : `${text.slice(0, maxIdLength)}…`;
}

function formatMs(ms: number = 0): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
