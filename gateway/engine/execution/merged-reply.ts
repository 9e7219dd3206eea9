// Puts the entities of several fetches into one list, and tells the reply apart again.
import { GraphQLError } from 'graphql';

import { type DataObject, readKey, writeKey } from './data-object.ts';
import type { FetchReply } from './fetch-connection.ts';
import type { FetchPartReply, FetchTask } from './fetch-part.ts';

/** The entities that several fetches of one document ask for; equal ones stand once. */
export interface Load {
  readonly texts: readonly string[];
  /** By fetch: index of each of its representations among all. Empty for a fetch by itself. */
  readonly indexes: ReadonlyMap<FetchTask, readonly number[]>;
}

/** Response name in a merged reply → in the reply to the document by itself. */
export type ResponseNames = ReadonlyMap<string, string>;

type AnsweredFetch = Extract<FetchReply, { readonly status: 'answered' }>;

/** Loads the entities of fetches of one document. */
export function loadEntities(tasks: readonly FetchTask[]): Load {
  const [first] = tasks;
  if (first && tasks.length === 1) return { texts: first.representations, indexes: new Map() };
  const indexByText = new Map<string, number>();
  const indexes = new Map(
    tasks.map((task) => [
      task,
      task.representations.map((text) => {
        const known = indexByText.get(text);
        const index = known ?? indexByText.size;
        if (known === undefined) indexByText.set(text, index);
        return index;
      }),
    ]),
  );
  return { texts: [...indexByText.keys()], indexes };
}

/** Whether one part may have spoilt the others, so that each has to be asked by itself. */
export function isBetterApart(
  reply: FetchReply,
  responseNames: ReadonlyMap<number, ResponseNames>,
): boolean {
  if (reply.status === 'failed') {
    return (
      reply.code === 'SUBGRAPH_INVALID_RESPONSE' || reply.code === 'SUBGRAPH_RESPONSE_TOO_LARGE'
    );
  }
  const isKnown = (name: string): boolean =>
    [...responseNames.values()].some((names) => names.has(name));
  return (
    reply.data === null ||
    reply.errors.some(
      ({ path }) => path === undefined || path.length === 1 || !isKnown(String(path[0])),
    )
  );
}

/** Takes what one fetch gets out of the reply to all. */
export function readPart(
  { data, errors, isShared }: AnsweredFetch,
  responseNames: ResponseNames,
  { texts, indexes }: Load,
  task: FetchTask,
): FetchPartReply {
  const ownIndexes = indexes.get(task);
  const own: DataObject = {};
  for (const [merged, name] of responseNames) {
    const value = data === null ? undefined : readKey(data, merged);
    writeKey(own, name, texts.length > 0 && ownIndexes ? pick(value, texts, ownIndexes) : value);
  }
  return {
    data: own,
    errors: errors.flatMap((error) => {
      const [first, second, ...rest] = error.path ?? [];
      const name = responseNames.get(String(first));
      if (name === undefined) return [];
      const index = typeof second === 'number' ? (ownIndexes?.indexOf(second) ?? second) : second;
      if (index === -1) return [];
      const path = index === undefined ? [name] : [name, index, ...rest];
      return [new GraphQLError(error.message, { path, extensions: error.extensions })];
    }),
    isShared: isShared || indexes.size > 1,
  };
}

/** Undefined if these are not as many entities as were asked for. */
function pick(value: unknown, texts: readonly string[], indexes: readonly number[]): unknown {
  if (!Array.isArray(value) || value.length !== texts.length) return undefined;
  return indexes.map((index): unknown => value[index]);
}
