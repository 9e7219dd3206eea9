// Operations that were validated and planned beforehand, found by the very text that clients send.
import { type DocumentNode, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';

import { nameOperation, type OperationKey } from './admitted-operations.ts';
import type { QueryPlan } from './plan/query-plan.ts';
import { type PreparedPlan, readPreparedPlan } from './planner/prepared-plans.ts';

/** An operation that is left to be compiled. */
export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly plan: QueryPlan;
}

/** Finds operations by text and name; reads one each time that it is asked for. */
export interface PreparedOperations {
  find(key: OperationKey): PreparedOperation | undefined;
}

/** Takes the plans, each for the override labels that it was made with. */
export function createPreparedOperations(plans: readonly PreparedPlan[]): PreparedOperations {
  const known = new Map<string, PreparedPlan>();
  for (const plan of plans) {
    known.set(nameOperation(plan), plan);
    known.set(nameOperation({ ...plan, operationName: undefined }), plan);
  }
  return {
    find(key) {
      const prepared = known.get(nameOperation(key));
      if (!prepared) return undefined;
      const document = parse(key.query);
      // Of several operations without a name none is meant.
      const operation = getOperationAST(document, key.operationName);
      if (operation?.name?.value !== prepared.operationName || !operation) return undefined;
      return { document, operation, plan: readPreparedPlan(prepared) };
    },
  };
}
