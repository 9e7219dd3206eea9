// The query plan as planner and execution know it: plain JSON, independent of who planned it.

/** Response names and list indices; `@` steps into every element of a list. */
export type PlanPath = readonly (string | number)[];

/** What is fetched for one operation, in which order. */
export interface QueryPlan {
  readonly kind: 'QueryPlan';
  /** Absent if no subgraph has to be asked. */
  readonly node?: PlanNode;
  /** Present if another document than the client's was planned; the answer is projected by it. */
  readonly rewritten?: RewrittenOperation;
}

/**
 * The document that was planned in place of the client's: its operation alone and the fragments,
 * with the same order of fields. Some fields carry aliases of the planner's making, because under
 * the client's own response names two fields would have collided within a fetch; and of interfaces
 * that no type implements, only `__typename` is selected.
 */
export interface RewrittenOperation {
  readonly document: string;
  /**
   * Made-up response name → the client's response name, for the keys of the answer and for paths of
   * errors. On one concrete type, two fields of the document have one client's name only if they
   * are the same field with the same arguments. Names of inputs of @requires are here too, which
   * are fetched but stand in no document.
   */
  readonly renames: Readonly<Record<string, string>>;
}

/** The variable of entities in a fetch, unless the fetch names another one. */
export const plannedRepresentationsVariable = 'representations';

export type PlanNode = SequenceNode | ParallelNode | FlattenNode | FetchNode | ConditionNode;

/** Each node needs what those before it have fetched. */
export interface SequenceNode {
  readonly kind: 'Sequence';
  readonly nodes: readonly PlanNode[];
}

/** The nodes do not need each other. */
export interface ParallelNode {
  readonly kind: 'Parallel';
  readonly nodes: readonly PlanNode[];
}

/** Runs its node for the objects at a path within those of the nodes around it. */
export interface FlattenNode {
  readonly kind: 'Flatten';
  readonly path: PlanPath;
  readonly node: PlanNode;
}

/** Runs one of its branches by a Boolean variable of the operation; an absent branch does nothing. */
export interface ConditionNode {
  readonly kind: 'Condition';
  /** Name of the variable. */
  readonly condition: string;
  readonly ifClause?: PlanNode;
  readonly elseClause?: PlanNode;
}

/** One operation sent to one subgraph: for root fields, or for entities if it has `requires`. */
export interface FetchNode {
  readonly kind: 'Fetch';
  readonly serviceName: string;
  /** Names of the client's variables that the operation uses. */
  readonly variableUsages?: readonly string[];
  /** What a representation of an entity is made of; the answer then lies in `_entities`. */
  readonly requires?: readonly RequiredSelection[];
  /** Variable that takes the entities, if it has another name than the planner's. */
  readonly representationsVariable?: string;
  readonly operation: string;
  readonly operationName?: string | undefined;
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  /** Applied in order to each representation, after it was read by `requires`. */
  readonly inputRewrites?: readonly DataRewrite[];
  /** Applied in order to what came back, before it is merged; paths start at the data or entity. */
  readonly outputRewrites?: readonly DataRewrite[];
}

export type RequiredSelection = RequiredField | RequiredFragment;

export interface RequiredField {
  readonly kind: 'Field';
  readonly alias?: string;
  readonly name: string;
  readonly selections?: readonly RequiredSelection[];
}

export interface RequiredFragment {
  readonly kind: 'InlineFragment';
  readonly typeCondition?: string;
  readonly selections: readonly RequiredSelection[];
}

/**
 * A change to data in passing. A path is made of keys, and of `... on T`, which goes on only for
 * objects whose `__typename` is T; lists are stepped into silently. Where it leads nowhere, nothing
 * is changed.
 */
export type DataRewrite =
  | { readonly kind: 'ValueSetter'; readonly path: readonly string[]; readonly setValueTo: unknown }
  | {
      readonly kind: 'KeyRenamer';
      readonly path: readonly string[];
      readonly renameKeyTo: string;
    };
