// Sends several fetches of one subgraph as one, and tells the reply apart again.
import { GraphQLError } from 'graphql';

import type { MergedFetchNode, MergedFetchPart } from '../plan/query-plan.ts';
import { type DataObject, readKey, writeKey } from './data-object.ts';
import type { RunNode } from './execution-state.ts';
import { compileFetchBody, dropOperationName } from './fetch-body.ts';
import type { FetchReply, SendFetch } from './fetch-connection.ts';
import type { CompiledFetch, FetchPartReply, FetchTask } from './fetch-part.ts';

/** What a merged fetch is compiled with. */
export interface MergedFetchOptions {
  readonly node: MergedFetchNode;
  /** In the order of the node's. */
  readonly parts: readonly CompiledFetch[];
  readonly send: SendFetch;
}

type AnsweredFetch = Extract<FetchReply, { readonly status: 'answered' }>;

/** Compiles a merged fetch. */
export function compileMergedFetch({ node, parts, send }: MergedFetchOptions): RunNode {
  const withLists = node.parts.filter((part) => part.representationsVariable !== undefined);
  const writeBody = compileFetchBody(
    dropOperationName(node.operation),
    node.variableUsages,
    withLists.map((part) => part.representationsVariable ?? ''),
  );
  const aliases = new Set(node.parts.flatMap((part) => Object.keys(part.responseNames)));

  return async (state) => {
    const tasks = parts.map(({ part }) => part.prepare(state));
    const busy = tasks.filter((task) => task !== undefined);
    if (busy.length === 0) return;
    const runApart = async (): Promise<void> => {
      await Promise.all(parts.map(({ run }, index) => runIfAny(run, tasks[index])));
    };
    const runIfAny = async (run: CompiledFetch['run'], task: FetchTask | undefined) => {
      if (task) await run(state, task);
    };
    if (busy.length === 1) return runApart();

    const lists = node.parts.flatMap((part, index) =>
      part.representationsVariable === undefined
        ? []
        : [(tasks[index]?.representations ?? []).join(',')],
    );
    const reply = await send({
      bodyText: writeBody(state.variables, lists),
      context: state.context,
    });
    if (isBetterApart(reply, aliases)) return runApart();
    for (const [index, { part }] of parts.entries()) {
      const task = tasks[index];
      const planned = node.parts[index];
      if (!task || !planned) continue;
      if (reply.status === 'failed') part.fail(state, task, reply.code);
      else part.absorb(state, task, takePart(reply, planned));
    }
  };
}

/** Whether one part may have spoilt the others, so that each has to be asked by itself. */
function isBetterApart(reply: FetchReply, aliases: ReadonlySet<string>): boolean {
  if (reply.status === 'failed') {
    return (
      reply.code === 'SUBGRAPH_INVALID_RESPONSE' || reply.code === 'SUBGRAPH_RESPONSE_TOO_LARGE'
    );
  }
  return (
    reply.data === null ||
    reply.errors.some(
      ({ path }) => path === undefined || !aliases.has(String(path[0])) || path.length === 1,
    )
  );
}

function takePart(
  { data, errors, isShared }: AnsweredFetch,
  { responseNames }: MergedFetchPart,
): FetchPartReply {
  const own: DataObject = {};
  for (const [alias, name] of Object.entries(responseNames)) {
    writeKey(own, name, data === null ? undefined : readKey(data, alias));
  }
  return {
    data: own,
    errors: errors.flatMap((error) => {
      const [alias, ...rest] = error.path ?? [];
      const key = String(alias);
      if (!Object.hasOwn(responseNames, key)) return [];
      const path = [responseNames[key] ?? key, ...rest];
      return [new GraphQLError(error.message, { path, extensions: error.extensions })];
    }),
    isShared,
  };
}
