// Plans the known operations of a release beforehand, for a gateway that is to start fast.
import {
  buildSchema,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';

import type { Log } from '../../runtime/log.ts';
import { loadQueryPlanner, normaliseRequest } from '../engine/planner/load-query-planner.ts';
import type { PreparedPlan } from '../engine/planner/prepared-plans.ts';
import type { QueryPlanner } from '../engine/planner/query-planner.ts';
import { digestSupergraph } from '../engine/supergraph-features.ts';
import type { PreparedRelease } from './prepared-release.ts';

/** What to prepare. */
export interface ReleaseToPrepare {
  readonly supergraphSdl: string;
  /** Documents as clients send them, by what to call them in an error. */
  readonly documents: ReadonlyMap<string, string>;
  /** Of the planner that the gateway will run with. */
  readonly plannerId: string;
  readonly log: Log;
}

/**
 * Loads the supergraph and plans each operation of each document; operations that ask for the schema
 * itself are left to the gateway, which may not allow it.
 *
 * Rejects with an `Error` for a document that is not valid or cannot be planned, or as
 * `loadQueryPlanner` does.
 */
export async function prepareRelease(release: ReleaseToPrepare): Promise<PreparedRelease> {
  const { supergraphSdl, documents, plannerId, log } = release;
  const { planner, apiSdl } = await loadQueryPlanner({ supergraphSdl, log });
  try {
    const apiSchema = buildSchema(apiSdl, { assumeValid: true });
    const plans: PreparedPlan[] = [];
    for (const [name, query] of documents) {
      const document = parseValid(name, query, apiSchema);
      for (const operation of listPlannable(document)) {
        plans.push(await planOperation(name, query, operation, planner));
      }
    }
    return { supergraphId: digestSupergraph(supergraphSdl), plannerId, apiSdl, plans };
  } finally {
    await planner.close();
  }
}

function parseValid(name: string, query: string, apiSchema: GraphQLSchema): DocumentNode {
  const document = parse(query);
  const [fault] = validate(apiSchema, document);
  if (fault) throw new Error(`${name} is not valid: ${fault.message}`);
  return document;
}

function listPlannable(document: DocumentNode): readonly OperationDefinitionNode[] {
  const text = JSON.stringify(document);
  if (text.includes('"value":"__schema"') || text.includes('"value":"__type"')) return [];
  return document.definitions.filter(
    (node): node is OperationDefinitionNode =>
      node.kind === Kind.OPERATION_DEFINITION && node.operation !== OperationTypeNode.SUBSCRIPTION,
  );
}

async function planOperation(
  name: string,
  query: string,
  operation: OperationDefinitionNode,
  planner: QueryPlanner,
): Promise<PreparedPlan> {
  const request = { document: query, operationName: operation.name?.value };
  const outcome = await planner.plan(request);
  const normal = normaliseRequest(request);
  if (outcome.status === 'refused' || 'status' in normal) {
    const reason = outcome.status === 'refused' ? outcome.message : 'it cannot be read';
    throw new Error(`${name} cannot be planned: ${reason}`);
  }
  return {
    query,
    operationName: request.operationName,
    ...normal,
    planJson: JSON.stringify(outcome.plan),
  };
}
