// Finds which fetches of a plan could travel in one request, should they be ready at about one time.
import { type OperationDefinitionNode, print } from 'graphql';

import { dropOperationName, parseFetchOperation } from './fetch-operation.ts';
import type { FetchNode, PlanNode, PlanPath } from './query-plan.ts';

/** Fetches that may share a request. */
export interface FetchGroup {
  readonly serviceName: string;
  /** Whether other fetches wait for its own. */
  readonly isAwaited: boolean;
  /** By document: fetches of one send all their entities as one list. */
  readonly documents: readonly (readonly GroupedFetch[])[];
}

/** A fetch and where it is. */
export interface GroupedFetch {
  readonly fetch: FetchNode;
  /** From the root of the answer. */
  readonly path: PlanPath;
}

/** Whether two documents to one subgraph are sent with the same headers and deadline. */
export type MayTravelTogether = (subgraph: string, query: string, otherQuery: string) => boolean;

// The documents of a group that are ready are remembered as bits of one number.
const maxDocuments = 30;

/**
 * Groups queries to one subgraph that are equally far from the root; a fetch that nothing waits for
 * may as well wait until its subgraph is asked last. Those that others wait for and those that nothing
 * waits for are not grouped with each other. Fetches below a condition stay by themselves.
 */
export function groupFetches(
  root: PlanNode,
  mayTravelTogether: MayTravelTogether,
): readonly FetchGroup[] {
  const placed: Placed[] = [];
  place(root, { path: [], level: 0, isLast: true, isCertain: true }, placed);
  const groups: Group[] = [];
  for (const member of settleLevels(placed)) {
    const group = groups.find((one) => fits(one, member, mayTravelTogether));
    if (group) add(group, member);
    else groups.push({ ...member, documents: new Map([[member.document, [member]]]) });
  }
  return groups
    .filter(({ documents }) => [...documents.values()].flat().length > 1)
    .map(({ fetch, isAwaited, documents }) => ({
      serviceName: fetch.serviceName,
      isAwaited,
      documents: [...documents.values()],
    }));
}

interface Surroundings {
  readonly path: PlanPath;
  /** How many fetches are waited for, one after the other. */
  readonly level: number;
  /** Whether nothing comes after. */
  readonly isLast: boolean;
  /** Whether it runs in every run of the plan. */
  readonly isCertain: boolean;
}

interface Placed extends GroupedFetch {
  readonly operation: OperationDefinitionNode;
  /** The text without the operation's name. */
  readonly document: string;
  readonly level: number;
  readonly isAwaited: boolean;
}

interface Group extends Placed {
  readonly documents: Map<string, Placed[]>;
}

/** Lists the fetches that may be grouped; answers the level of what comes after the node. */
function place(node: PlanNode, around: Surroundings, placed: Placed[]): number {
  const { path, level, isLast, isCertain } = around;
  switch (node.kind) {
    case 'Fetch': {
      const operation = parseFetchOperation(node.operation);
      if (operation && node.operationKind === 'query' && isCertain) {
        const document = dropOperationName(node.operation);
        placed.push({ fetch: node, path, operation, document, level, isAwaited: !isLast });
      }
      return level + 1;
    }
    case 'Flatten':
      return place(node.node, { ...around, path: [...path, ...node.path] }, placed);
    case 'Sequence':
      return node.nodes.reduce(
        (at, child, index) =>
          place(
            child,
            { ...around, level: at, isLast: isLast && index === node.nodes.length - 1 },
            placed,
          ),
        level,
      );
    case 'Parallel':
      return Math.max(level, ...node.nodes.map((child) => place(child, around, placed)));
    case 'Condition': {
      const branches = [node.ifClause, node.elseClause].filter((branch) => branch !== undefined);
      const inside = { ...around, isCertain: false };
      return Math.max(level, ...branches.map((branch) => place(branch, inside, placed)));
    }
    default:
      return node satisfies never;
  }
}

/** Moves entities that nothing waits for to where their subgraph is asked last. */
function settleLevels(placed: readonly Placed[]): readonly Placed[] {
  const lastLevels = new Map<string, number>();
  for (const { fetch, level } of placed) {
    if (!fetch.requires) continue;
    lastLevels.set(fetch.serviceName, Math.max(level, lastLevels.get(fetch.serviceName) ?? 0));
  }
  const awaited = placed.filter(({ isAwaited }) => isAwaited);
  return placed.map((member) => {
    if (member.isAwaited || !member.fetch.requires) return member;
    const twin = awaited.find((other) => isTwin(other, member));
    if (twin) return { ...member, isAwaited: true };
    return { ...member, level: lastLevels.get(member.fetch.serviceName) ?? member.level };
  });
}

function isTwin(one: Placed, other: Placed): boolean {
  return (
    one.fetch.serviceName === other.fetch.serviceName &&
    one.level === other.level &&
    one.document === other.document
  );
}

function fits(group: Group, member: Placed, mayTravelTogether: MayTravelTogether): boolean {
  if (group.fetch.serviceName !== member.fetch.serviceName) return false;
  if (group.level !== member.level || group.isAwaited !== member.isAwaited) return false;
  if (group.documents.has(member.document)) return true;
  return (
    group.documents.size < maxDocuments &&
    printDirectives(group.operation) === printDirectives(member.operation) &&
    mayTravelTogether(member.fetch.serviceName, group.document, member.document)
  );
}

function add({ documents }: Group, member: Placed): void {
  const twins = documents.get(member.document);
  if (twins) twins.push(member);
  else documents.set(member.document, [member]);
}

function printDirectives({ directives = [] }: OperationDefinitionNode): string {
  return directives.map((node) => print(node)).join(' ');
}
