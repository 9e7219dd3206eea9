// Lets fetches of one parallel step travel to one subgraph in one request.
import {
  type DirectiveNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type VariableDefinitionNode,
  OperationTypeNode,
  print,
  visit,
} from 'graphql';

import {
  mapFieldsOfLevel,
  parseFetchOperation,
  printFetchOperation,
  readVariables,
} from './fetch-operation.ts';
import { findFreePrefix } from './free-prefix.ts';
import { mapParallels } from './map-plan.ts';
import type {
  FetchNode,
  MergedFetchNode,
  MergedFetchPart,
  PlanNode,
  PlanPath,
  QueryPlan,
} from './query-plan.ts';

/**
 * Merges queries to one subgraph that stand directly in one parallel step. A fetch that others wait
 * for keeps its own request: those would wait for all that is merged with it.
 *
 * @param mayTravelTogether Whether two fetches to one subgraph have the same headers and deadline,
 *   and may share what the reply says about caching.
 */
export function mergeParallelFetches(
  plan: QueryPlan,
  mayTravelTogether: (one: FetchNode, other: FetchNode) => boolean,
): QueryPlan {
  if (!plan.node) return plan;
  const node = mapParallels(plan.node, (nodes) => mergeNodes(nodes, mayTravelTogether));
  return { ...plan, node };
}

interface Candidate {
  readonly node: PlanNode;
  readonly path: PlanPath;
  readonly fetch: FetchNode;
  readonly operation: OperationDefinitionNode;
}

function mergeNodes(
  nodes: readonly PlanNode[],
  mayTravelTogether: (one: FetchNode, other: FetchNode) => boolean,
): readonly PlanNode[] {
  const groups: Candidate[][] = [];
  for (const node of nodes) {
    const candidate = readCandidate(node);
    if (!candidate) continue;
    const group = groups.find((members) =>
      members.every(
        (member) => canMerge(member, candidate) && mayTravelTogether(member.fetch, candidate.fetch),
      ),
    );
    if (group) group.push(candidate);
    else groups.push([candidate]);
  }

  const mergedByNode = new Map<PlanNode, PlanNode | undefined>();
  for (const group of groups) {
    const [first, ...rest] = group;
    if (!first || rest.length === 0) continue;
    mergedByNode.set(first.node, merge([first, ...rest]));
    for (const { node } of rest) mergedByNode.set(node, undefined);
  }
  return nodes.flatMap((node) => {
    if (!mergedByNode.has(node)) return [node];
    const merged = mergedByNode.get(node);
    return merged ? [merged] : [];
  });
}

function readCandidate(node: PlanNode): Candidate | undefined {
  const isFlat = node.kind === 'Flatten';
  const fetch = isFlat ? node.node : node;
  if (fetch.kind !== 'Fetch' || fetch.operationKind !== 'query') return undefined;
  // Entities have a path, root fields have none.
  if (isFlat !== (fetch.requires !== undefined)) return undefined;
  const operation = parseFetchOperation(fetch.operation);
  return operation && { node, fetch, operation, path: isFlat ? node.path : [] };
}

function canMerge(one: Candidate, other: Candidate): boolean {
  const printAll = (nodes: readonly DirectiveNode[] | undefined): string =>
    (nodes ?? []).map((node) => print(node)).join(' ');
  return (
    one.fetch.serviceName === other.fetch.serviceName &&
    printAll(one.operation.directives) === printAll(other.operation.directives)
  );
}

function merge(group: readonly [Candidate, ...Candidate[]]): MergedFetchNode {
  const [{ fetch, operation: first }] = group;
  const aliasPrefix = findFreePrefix('_part', group.flatMap(readRootNames));
  const representations = findFreePrefix(
    'representations',
    group.flatMap((member) => member.fetch.variableUsages ?? []),
  );
  const variables = new Map<string, VariableDefinitionNode>();
  const taken = new Set<string>();
  const selections: SelectionNode[] = [];
  const parts: MergedFetchPart[] = [];

  for (const [index, member] of group.entries()) {
    const isForEntities = member.fetch.requires !== undefined;
    const representationsVariable = `${representations}${index}`;
    const own = isForEntities
      ? renameRepresentations(member.operation, representationsVariable)
      : member.operation;
    for (const definition of own.variableDefinitions ?? []) {
      variables.set(definition.variable.name.value, definition);
    }
    const responseNames: Record<string, string> = {};
    const aliased = mapFieldsOfLevel(own.selectionSet, undefined, (field): FieldNode => {
      const name = (field.alias ?? field.name).value;
      const isOwn = !isForEntities && !taken.has(name);
      const merged = isOwn ? name : `${aliasPrefix}${index}_${name}`;
      responseNames[merged] = name;
      return isOwn ? field : { ...field, alias: { kind: Kind.NAME, value: merged } };
    });
    for (const name of Object.keys(responseNames)) taken.add(name);
    selections.push(...aliased.selections);
    parts.push({
      path: member.path,
      fetch: member.fetch,
      responseNames,
      ...(isForEntities && { representationsVariable }),
    });
  }

  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    ...(first.name && { name: first.name }),
    variableDefinitions: [...variables.values()],
    directives: first.directives ?? [],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  const ofParts = new Set(parts.map((part) => part.representationsVariable));
  return {
    kind: 'MergedFetch',
    serviceName: fetch.serviceName,
    operation: printFetchOperation(operation),
    ...(fetch.operationName !== undefined && { operationName: fetch.operationName }),
    operationKind: 'query',
    variableUsages: readVariables(operation).filter((name) => !ofParts.has(name)),
    parts,
  };
}

function readRootNames({ operation }: Candidate): readonly string[] {
  const names: string[] = [];
  mapFieldsOfLevel(operation.selectionSet, undefined, (field) => {
    names.push((field.alias ?? field.name).value);
    return field;
  });
  return names;
}

function renameRepresentations(
  operation: OperationDefinitionNode,
  variableName: string,
): OperationDefinitionNode {
  return visit(operation, {
    Variable(node) {
      if (node.name.value !== 'representations') return undefined;
      return { ...node, name: { kind: Kind.NAME, value: variableName } };
    },
  });
}
