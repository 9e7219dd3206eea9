// One fetch of a plan apart from its sending: what it asks for, and where its reply and errors go.
import { GraphQLError, Kind, parse } from 'graphql';

import type { ErrorCode } from '../../errors.ts';
import type { FetchNode } from '../plan/query-plan.ts';
import { createSubgraphError } from '../subgraph-reply.ts';
import { type DataObject, isDataObject, readKey } from './data-object.ts';
import { applyRewrites, listRenamedKeys } from './data-rewrites.ts';
import type { ExecutionState } from './execution-state.ts';
import type { FetchPassenger } from './fetch-connection.ts';
import { copyWritten, mergeData } from './merge-data.ts';
import { compileRepresentation } from './representation-writer.ts';
import { collectTargets, type ResponsePath, type TargetPath, visitPlaces } from './target-path.ts';
import type { TypeRelations } from './type-relations.ts';
import type { WrittenPositions } from './written-positions.ts';

/** What one run of a fetch asks for. */
export interface FetchTask {
  readonly targets: readonly DataObject[];
  /** For each target the index of its representation, or -1 if it cannot be fetched. */
  readonly representationOf: readonly number[];
  /** Equal ones stand once. Empty for a fetch of root fields. */
  readonly representations: readonly string[];
}

/** A reply in the fetch's own terms. */
export interface FetchPartReply {
  readonly data: DataObject | null;
  readonly errors: readonly GraphQLError[];
  readonly isShared: boolean;
}

/** A compiled fetch. */
export interface FetchPart {
  readonly isEntityFetch: boolean;
  /** Finds out what is to be asked for; undefined if that is nothing. */
  prepare(state: ExecutionState): FetchTask | undefined;
  /** Puts a reply into the tree, and its errors to the places that they are about. */
  absorb(state: ExecutionState, task: FetchTask, reply: FetchPartReply): void;
  /** Puts an error to each place that was to be filled. */
  fail(state: ExecutionState, task: FetchTask, code: ErrorCode): void;
}

/** Runs a fetch for a task that is prepared. */
export type RunFetch = (state: ExecutionState, task: FetchTask) => Promise<void>;

/** A fetch with its own way of being sent. */
export interface CompiledFetch {
  readonly part: FetchPart;
  readonly run: RunFetch;
  /** Where it stands in the plan. */
  readonly place: Omit<FetchPassenger, 'entities'>;
}

/** What a fetch is compiled with. */
export interface FetchPartOptions {
  readonly node: FetchNode;
  readonly path: TargetPath;
  readonly types: TypeRelations;
  readonly writtenPositions: WrittenPositions;
  /** Made-up response name → the client's. */
  readonly clientNames: Readonly<Record<string, string>>;
}

const maxErrorPlaces = 100;

/** Compiles a fetch. */
export function compileFetchPart(options: FetchPartOptions): FetchPart {
  const { node, path, types, writtenPositions } = options;
  const { requires, outputRewrites = [], serviceName } = node;
  const writer = requires && compileRepresentation(requires, node.inputRewrites, types);
  const rootFields = writer ? [] : listRootFields(node.operation);
  const rename = createRename(options);

  const report = (state: ExecutionState, error: GraphQLError, place?: ResponsePath): void => {
    const clientPath = place?.map((segment) =>
      typeof segment === 'string' ? rename(segment) : segment,
    );
    const { message, extensions } = error;
    state.errors.push(
      new GraphQLError(message, { ...(clientPath ? { path: clientPath } : {}), extensions }),
    );
  };

  const listPlaces = (
    state: ExecutionState,
    task: FetchTask,
    representation: number | undefined,
  ): readonly ResponsePath[] => {
    const wanted = new Set(
      task.targets.filter(
        (_target, index) =>
          representation === undefined || task.representationOf[index] === representation,
      ),
    );
    const places: ResponsePath[] = [];
    visitPlaces(state.data, path, (target, place) => {
      if (wanted.has(target)) places.push(place);
      return places.length < maxErrorPlaces;
    });
    return places;
  };

  const reportAt = (
    state: ExecutionState,
    task: FetchTask,
    error: GraphQLError,
    representation?: number,
    rest: ResponsePath = [],
  ): void => {
    for (const place of listPlaces(state, task, representation)) {
      report(state, error, [...place, ...rest]);
    }
  };

  const reportReceived = (state: ExecutionState, task: FetchTask, error: GraphQLError): void => {
    const received = error.path;
    if (!writer) {
      if (received) reportAt(state, task, error, undefined, received);
      else report(state, error);
      return;
    }
    const index = received?.[0] === '_entities' ? received[1] : undefined;
    if (typeof index === 'number' && index < task.representations.length) {
      reportAt(state, task, error, index, received?.slice(2));
    } else {
      report(state, error);
    }
  };

  /** What may be merged into trees: rewritten, and not what others hold. */
  const takeOver = (value: DataObject, isShared: boolean, typeName: unknown): DataObject => {
    if (outputRewrites.length === 0) {
      return isShared && writtenPositions.size > 0
        ? (copyWritten(value, writtenPositions) as DataObject)
        : value;
    }
    const rewritten = isShared ? structuredClone(value) : value;
    const name = typeof typeName === 'string' ? typeName : undefined;
    applyRewrites(outputRewrites, rewritten, types, name);
    return rewritten;
  };

  const absorbEntities = (
    state: ExecutionState,
    task: FetchTask,
    { data, isShared }: FetchPartReply,
  ): void => {
    const entities = data?.['_entities'];
    const { targets, representationOf, representations } = task;
    if (!Array.isArray(entities) || entities.length !== representations.length) {
      part.fail(state, task, 'SUBGRAPH_INVALID_RESPONSE');
      return;
    }
    const owned: (DataObject | undefined)[] = [];
    for (let index = 0; index < targets.length; index += 1) {
      const target = targets[index];
      const at = representationOf[index] ?? -1;
      const entity: unknown = at < 0 ? null : entities[at];
      if (!target || entity === null || entity === undefined) continue;
      let source = owned[at];
      if (!source) {
        if (!isDataObject(entity)) {
          if (index === representationOf.indexOf(at)) {
            const error = createSubgraphError(serviceName, 'SUBGRAPH_INVALID_RESPONSE');
            reportAt(state, task, error, at);
          }
          continue;
        }
        source = takeOver(entity, isShared, target['__typename']);
        owned[at] = source;
      }
      mergeData(target, source, types);
    }
  };

  const part: FetchPart = {
    isEntityFetch: writer !== undefined,
    prepare(state) {
      const targets = path.length === 0 ? [state.data] : collectTargets(state.data, path);
      if (targets.length === 0) return undefined;
      if (!writer) return { targets, representationOf: [], representations: [] };

      const { texts, indices } = writer.writeAll(targets);
      return texts.length === 0
        ? undefined
        : { targets, representationOf: indices, representations: texts };
    },
    absorb(state, task, reply) {
      for (const error of reply.errors) reportReceived(state, task, error);
      if (!reply.data) {
        if (reply.errors.length === 0) part.fail(state, task, 'SUBGRAPH_INVALID_RESPONSE');
        return;
      }
      if (writer) {
        absorbEntities(state, task, reply);
        return;
      }
      for (const { name, isConditional } of rootFields) {
        if (isConditional || readKey(reply.data, name) !== undefined) continue;
        const error = createSubgraphError(serviceName, 'SUBGRAPH_INVALID_RESPONSE');
        reportAt(state, task, error, undefined, [name]);
      }
      const source = takeOver(reply.data, reply.isShared, undefined);
      for (const target of task.targets) mergeData(target, source, types);
    },
    fail(state, task, code) {
      const error = createSubgraphError(serviceName, code);
      const sent = new Set(task.targets.filter((_, index) => task.representationOf[index] !== -1));
      let count = 0;
      visitPlaces(state.data, path, (target, place) => {
        if (!sent.has(target)) return true;
        for (const rest of writer ? [[]] : rootFields.map(({ name }) => [name])) {
          report(state, error, [...place, ...rest]);
          count += 1;
        }
        return count < maxErrorPlaces;
      });
    },
  };
  return part;
}

/** From the names of the fetch to those of the plan's document, and from those to the client's. */
function createRename({ node, clientNames }: FetchPartOptions): (name: string) => string {
  const planned = listRenamedKeys(node.outputRewrites);
  return (name) => {
    const known = planned.get(name) ?? name;
    return Object.hasOwn(clientNames, known) ? (clientNames[known] ?? known) : known;
  };
}

interface RootField {
  readonly name: string;
  readonly isConditional: boolean;
}

function listRootFields(operation: string): readonly RootField[] {
  const node = parse(operation, { noLocation: true }).definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  return (node?.selectionSet.selections ?? []).flatMap((selection) =>
    selection.kind === Kind.FIELD && selection.name.value !== '__typename'
      ? [
          {
            name: (selection.alias ?? selection.name).value,
            isConditional: (selection.directives ?? []).length > 0,
          },
        ]
      : [],
  );
}
