// Which part of a gateway a stack belongs to.
import type { CallFrame, StackTime } from './cpu-profile.ts';

/** Where time goes, in the order of the report. */
export const areas = [
  'HTTP client',
  'garbage collection',
  'planning',
  'execution',
  'shaping',
  'JSON',
  'server',
  'sockets',
  'other',
] as const;

/** One of them. */
export type Area = (typeof areas)[number];

type Rule = readonly [area: Area, functionName: RegExp | undefined, url: RegExp | undefined];

// The first rule that holds decides. Planning stands before execution, which it is called from.
const rules: readonly Rule[] = [
  [
    'planning',
    undefined,
    /@apollo\/(query-planner|query-graphs|federation-internals)\/|graphql\/(language|validation)\/|router-query-planner/,
  ],
  ['shaping', undefined, /resultShaping|executeQueryPlan.*deepMerge|utilities\/deepMerge/],
  ['shaping', /^(deepMerge|executeSelectionSet|postProcess|applySelectionSet|trimm)/, /gateway/],
  [
    'HTTP client',
    undefined,
    /make-fetch-happen|minipass|node-fetch|\/undici\/|internal\/deps\/undici|_http_client|_http_agent|runtime\/http\/|datasources\/|subgraph-data-source|subgraph-headers|subgraph-reply|cacache|agentkeepalive|executor-http|fetch-ponyfill|whatwg-node/,
  ],
  [
    'execution',
    undefined,
    /@apollo\/gateway\/|graphql\/execution\/|@graphql-tools\/|delegate|stitch/,
  ],
  [
    'server',
    undefined,
    /@apollo\/server\/|fastify|express|finalhandler|body-parser|\/gateway\/(http|guard|engine|release|telemetry)\/|_http_server|_http_incoming|_http_outgoing|graphql-yoga|envelop|pino|light-my-request|avvio/,
  ],
  [
    'sockets',
    undefined,
    /node:(net|internal\/stream|stream|internal\/streams|_http_common|events)|stream_base_commons/,
  ],
];

/** Shares of all time but idle, 0 to 1. */
export function shareByArea(stacks: readonly StackTime[]): ReadonlyMap<Area, number> {
  const sums = new Map<Area, number>(areas.map((area) => [area, 0]));
  let total = 0;
  for (const { frames, microseconds } of stacks) {
    const area = findArea(frames);
    if (area === undefined) continue;
    total += microseconds;
    sums.set(area, (sums.get(area) ?? 0) + microseconds);
  }
  return new Map(areas.map((area) => [area, total === 0 ? 0 : (sums.get(area) ?? 0) / total]));
}

/** The area of the function on top, or of the nearest caller that says; `undefined` while idle. */
export function findArea(frames: readonly CallFrame[]): Area | undefined {
  const [top] = frames;
  if (!top || top.functionName === '(idle)' || top.functionName === '(root)') return undefined;
  if (top.functionName === '(garbage collector)') return 'garbage collection';
  if (isJson(top)) return 'JSON';
  if (/^(writev?\w*|shutdown|readStart|readStop)$/.test(top.functionName) && top.url === '') {
    return 'sockets';
  }
  for (const frame of frames) {
    const rule = rules.find(([, name, url]) => matches(frame, name, url));
    if (rule) return rule[0];
  }
  return 'other';
}

function isJson({ functionName, url }: CallFrame): boolean {
  if (url === '') return functionName === 'parse' || functionName === 'stringify';
  return /secure-json-parse|fast-json-stringify|safe-stable-stringify/.test(url);
}

function matches(frame: CallFrame, name: RegExp | undefined, url: RegExp | undefined): boolean {
  return (name?.test(frame.functionName) ?? true) && (url?.test(frame.url) ?? true);
}
