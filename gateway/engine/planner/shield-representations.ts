// Lets clients have a variable `representations`: the planner gives its own variable of entities this
// name without looking.
import { type DocumentNode, Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';

import { findFreePrefix } from '../plan/free-prefix.ts';
import { mapFetches } from '../plan/map-plan.ts';
import {
  type FetchNode,
  type PlanNode,
  plannedRepresentationsVariable as own,
} from '../plan/query-plan.ts';

/** A document that can be planned, and the way back from its plan. */
export interface ShieldedDocument {
  readonly document: DocumentNode;
  /** Gives the client's variable its name back, and another one to that of entities. */
  restore(node: PlanNode): PlanNode;
  restoreDocument(document: DocumentNode): DocumentNode;
}

/** Renames the client's variable; undefined if there is none of this name. */
export function shieldRepresentations(document: DocumentNode): ShieldedDocument | undefined {
  const names = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
      : [],
  );
  if (!names.includes(own)) return undefined;
  const planned = `${findFreePrefix('_client', names)}_${own}`;
  const forEntities = `${findFreePrefix('_entities', names)}_${own}`;
  const toClient = (name: string): string => (name === planned ? own : name);

  const restoreFetch = (fetch: FetchNode): FetchNode => {
    const restored = new Map([
      [own, forEntities],
      [planned, own],
    ]);
    const operation = parse(fetch.operation, { noLocation: true });
    return {
      ...fetch,
      operation: stripIgnoredCharacters(print(renameVariables(operation, restored))),
      ...(fetch.variableUsages && { variableUsages: fetch.variableUsages.map(toClient) }),
      ...(fetch.requires && { representationsVariable: forEntities }),
    };
  };
  return {
    document: renameVariables(document, new Map([[own, planned]])),
    restore: (node) =>
      renameConditions(
        mapFetches(node, (fetch) => [restoreFetch(fetch)]),
        toClient,
      ),
    restoreDocument: (other) => renameVariables(other, new Map([[planned, own]])),
  };
}

function renameVariables(document: DocumentNode, names: ReadonlyMap<string, string>): DocumentNode {
  return visit(document, {
    Variable(node) {
      const value = names.get(node.name.value);
      return value === undefined ? undefined : { ...node, name: { kind: Kind.NAME, value } };
    },
  });
}

function renameConditions(node: PlanNode, rename: (name: string) => string): PlanNode {
  const go = (inner: PlanNode): PlanNode => renameConditions(inner, rename);
  switch (node.kind) {
    case 'Fetch':
      return node;
    case 'Flatten':
      return { ...node, node: go(node.node) };
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map(go) };
    case 'Condition':
      return {
        ...node,
        condition: rename(node.condition),
        ...(node.ifClause && { ifClause: go(node.ifClause) }),
        ...(node.elseClause && { elseClause: go(node.elseClause) }),
      };
    default:
      return node satisfies never;
  }
}
