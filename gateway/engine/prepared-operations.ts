// Operations that were validated and planned beforehand, found by the very text that clients send.
import { type DocumentNode, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';

import { nameOperation } from './admitted-operations.ts';
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
  find(query: string, operationName: string | undefined): PreparedOperation | undefined;
}

/** Takes the plans that depend on no override. */
export function createPreparedOperations(plans: readonly PreparedPlan[]): PreparedOperations {
  const known = new Map<string, PreparedPlan>();
  for (const plan of plans) {
    if (plan.overrideLabels.length > 0) continue;
    known.set(nameOperation(plan.query, plan.operationName), plan);
    known.set(nameOperation(plan.query, undefined), plan);
  }
  return {
    find(query, operationName) {
      const prepared = known.get(nameOperation(query, operationName));
      if (!prepared) return undefined;
      const document = parse(query);
      // Of several operations without a name none is meant.
      const operation = getOperationAST(document, operationName);
      if (operation?.name?.value !== prepared.operationName || !operation) return undefined;
      return { document, operation, plan: readPreparedPlan(prepared) };
    },
  };
}
