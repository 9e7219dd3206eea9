// The engine that compiles operations: Apollo Server lets them in, and what is let in once goes straight on.
// oxlint-disable-next-line import/no-unassigned-import -- what it does on import is its purpose
import '../apollo-telemetry-off.ts';

import type { HTTPGraphQLResponse } from '@apollo/server';
import {
  buildSchema,
  type DocumentNode,
  type GraphQLError,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';

import { readAccessNeeds } from '../guard/access-needs.ts';
import { createAuthorizer } from '../guard/authorization.ts';
import { type BudgetConfig, createOperationBudgets } from '../guard/operation-budget.ts';
import { createRateLimitError } from '../guard/rate-limits/rate-limit-error.ts';
import type { SchemaAccess } from '../guard/schema-access.ts';
import { type GraphQLRequest, toApolloRequest } from '../http/graphql-request.ts';
import { createHeaderMap } from '../http/header-map.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { UsageRecorder } from '../telemetry/usage/usage-recorder.ts';
import {
  type AdmittedOperation,
  createAdmittedOperations,
  type OperationKey,
  type OperationVariant,
  variantKey,
} from './admitted-operations.ts';
import { WrittenData, writeAnswer } from './answer-text.ts';
import type { ConcurrencyLimiter } from './concurrency-limiter.ts';
import type { Engine, EngineSubgraph } from './engine.ts';
import { maskError } from './error-mask.ts';
import { createExecutionError, createPlanError } from './execution-errors.ts';
import { findSubgraph } from './find-subgraph.ts';
import {
  compileOperation,
  type OperationInput,
  type OperationResult,
} from './execution/compile-operation.ts';
import { createTypeRelations } from './execution/type-relations.ts';
import {
  createOperationHooks,
  type OutgoingResult,
  type UnauthorizedHandling,
} from './operation-hooks.ts';
import { createOperationPlugin } from './operation-plugin.ts';
import type { QueryPlan } from './plan/query-plan.ts';
import { outlinePlan } from './plan-outline.ts';
import { type PlainRequest, readPlainRequest } from './plain-request.ts';
import { defaultQueryPlannerLimits } from './planner/load-query-planner.ts';
import { createLabelChoice } from './planner/override-labels.ts';
import type { PreparedPlan } from './planner/prepared-plans.ts';
import type { PlanOutcome, QueryPlanner } from './planner/query-planner.ts';

import { createPreparedOperations } from './prepared-operations.ts';
import { createSchemaGateway, type Executor } from './schema-gateway.ts';
import { settleConditions } from './settle-conditions.ts';
import { createJoinedRuns } from './joined-runs.ts';
import { createSubgraphConnections } from './subgraph-connections.ts';
import type { SubgraphExchangeOptions } from './subgraph-exchange.ts';
import { digestSupergraph, listSubgraphNames } from './supergraph-features.ts';
import { type VisibleOperation, withholdFromCaller } from './withhold-from-caller.ts';

/** What the engine is built from. */
export interface CompiledEngineOptions extends SubgraphExchangeOptions {
  readonly supergraphSdl: string;
  /** All subgraphs that the supergraph names; its own routing URLs are not used. */
  readonly subgraphs: readonly EngineSubgraph[];
  /** Plans for this very supergraph; the engine closes it. */
  readonly limiter: ConcurrencyLimiter;
  readonly planner: QueryPlanner;
  /** What clients see of the supergraph. */
  readonly apiSdl: string;
  /**
   * Operations that are valid and planned already. With some, what only others need is left until
   * one comes.
   */
  readonly preparedPlans?: readonly PreparedPlan[] | undefined;
  /** Labels of progressive overrides that are on, beside those that are a share of requests. */
  readonly overrideLabels: readonly string[];
  /** What operations may cost. */
  readonly budget: BudgetConfig;
  /** Whether equal queries that are asked at the same time are run once. */
  readonly isSharingRuns: boolean;
  readonly unauthorized: UnauthorizedHandling;
  /** Absent where usage is not counted. */
  readonly usage?: UsageRecorder | undefined;
  readonly schemaAccess: SchemaAccess;
  /** Whether Apollo Server's check against cross-site requests is left out. */
  readonly isGetWithoutPreflightAllowed: boolean;
}

const anonymous = { isSignedIn: false, scopes: [], policies: [] };
const tooMuchDenied =
  'The operation selects too much of types of which the caller may not see all.';
type Variables = Readonly<Record<string, unknown>>;

/**
 * Builds the engine. Sends nothing to the subgraphs yet.
 *
 * @throws CodedError `SUPERGRAPH_SUBGRAPH_MISSING` or `SUPERGRAPH_INVALID`.
 */
export async function createCompiledEngine(options: CompiledEngineOptions): Promise<Engine> {
  const { supergraphSdl, subgraphs, limiter, planner, apiSdl, log, clock } = options;
  const apiSchema = buildSchema(apiSdl, { assumeValid: true, noLocation: true });
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const types = createTypeRelations(supergraph);
  for (const name of listSubgraphNames(supergraphSdl)) findSubgraph(subgraphs, name);
  const usage = options.usage?.forSchema(apiSchema);
  const connections = createSubgraphConnections(subgraphs, options, usage);
  const needs = readAccessNeeds(supergraph);
  const authorizer = createAuthorizer(apiSchema, needs);
  const { maxSelections } = defaultQueryPlannerLimits;
  const withholding = { schema: apiSchema, needs, maxSelections };
  const hooks = createOperationHooks({ ...options, authorizer, usage });
  const admitted = createAdmittedOperations();
  const { preparedPlans = [] } = options;
  const preparedOperations = createPreparedOperations(preparedPlans);
  const budgets = createOperationBudgets({ ...options, apiSchema, supergraph });
  const joinedRuns = options.isSharingRuns ? createJoinedRuns(clock) : undefined;
  const chooseLabels = createLabelChoice(supergraphSdl, options.overrideLabels);

  const prepareVariant = async (
    admittedOperation: AdmittedOperation,
    { query, overrideLabels }: OperationKey,
    coercedVariables: Variables,
    context: RequestContext,
  ): Promise<OperationVariant> => {
    const { document, operation, variants } = admittedOperation;
    const denied = hooks.findDenied(context, document, operation);
    const key = variantKey(admittedOperation, coercedVariables, denied);
    const known = variants.get(key);
    if (known) return known;
    const settled = settleConditions(document, operation, coercedVariables);
    const visible = withholdFromCaller(settled, denied, withholding);
    if (!visible) throw createPlanError('QUERY_TOO_COMPLEX', tooMuchDenied);
    const planVisible = async (): Promise<PlanOutcome> => {
      if (visible.isEmpty) return { status: 'planned', plan: { kind: 'QueryPlan' } };
      const request = {
        document: visible.document === document ? query : print(visible.document),
        operationName: operation.name?.value,
        overrideLabels,
        askedBy: { correlationId: context.correlationId, traceId: context.trace.traceId },
      };
      return await planner.plan(request, context.deadline);
    };
    const outcome = await planVisible();
    if (outcome.status === 'refused') throw createPlanError(outcome.code, outcome.message);
    const variant = compile(visible, outcome.plan);
    variants.set(key, variant);
    return variant;
  };

  const compile = (visible: VisibleOperation, plan: QueryPlan): OperationVariant => ({
    compiled: compileOperation({ ...visible, apiSchema, plan, types, connections, clock, usage }),
    outline: outlinePlan(plan),
    restCalls: budgets?.compileRestCalls?.(plan),
  });

  const admit = (
    key: OperationKey,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): AdmittedOperation => {
    const isProtected = authorizer.findViolations(document, operation, anonymous).length > 0;
    const cost = budgets?.compileCost?.(document, operation);
    return admitted.add(key, { document, operation, cost, isProtected });
  };

  const find = (key: OperationKey): AdmittedOperation | undefined => {
    const known = admitted.find(key);
    if (known) return known;
    const prepared = preparedOperations.find(key);
    if (!prepared) return undefined;
    const { document, operation, plan } = prepared;
    const settled = settleConditions(document, operation, {});
    // What has conditions was planned for none of their values.
    if (settled.document !== document) return undefined;
    const added = admit(key, document, operation);
    added.variants.set(variantKey(added, {}, []), compile(settled, plan));
    return added;
  };

  const execute = (
    { compiled, outline }: OperationVariant,
    input: OperationInput,
  ): Promise<OperationResult> => {
    const { cost, deadline, record } = input.context;
    if (outline) cost.trace?.plan(outline);
    return limiter.run(() => {
      record.begunAtMs = clock.monotonicMs();
      return compiled.execute(input);
    }, deadline);
  };

  const refuse = ({ record }: RequestContext, error: GraphQLError) => {
    // What is not run is no usage.
    record.usedOperation = undefined;
    return { errors: [error] };
  };

  const executor: Executor = async (request) => {
    const context = request.context as RequestContext;
    const { document, operation, source } = request;
    const variables = request.request.variables ?? {};
    const coercion = getVariableValues(apiSchema, operation.variableDefinitions ?? [], variables);
    if (coercion.errors) return { errors: coercion.errors };
    try {
      const { operationName } = request.request;
      const key = { query: source, operationName, overrideLabels: chooseLabels(context) };
      const known = find(key) ?? admit(key, document, operation);
      const { estimate } = context.cost;
      const tooCostly = budgets?.judge(estimate, known, coercion.coerced);
      if (tooCostly) return refuse(context, tooCostly);
      const variant = await prepareVariant(known, key, coercion.coerced, context);
      const tooMany = budgets?.judge(estimate, variant, coercion.coerced);
      if (tooMany) return refuse(context, tooMany);
      const charged = context.count?.charge(estimate) ?? true;
      if (!(charged === true || (await charged))) return refuse(context, createRateLimitError());
      context.record.plannedAtMs = clock.monotonicMs();
      const { dataText, errors } = await execute(variant, {
        variables,
        coercedVariables: coercion.coerced,
        context,
      });
      if (context.cost.isShown && known.cost) {
        budgets?.measure(estimate, { ...known, variables: coercion.coerced }, dataText);
      }
      const data = new WrittenData(dataText) as unknown as Record<string, unknown>;
      return errors.length === 0 ? { data } : { data, errors };
    } catch (error) {
      return { errors: [createExecutionError(error)] };
    }
  };

  const startServer = async () => {
    const { createEngineServer, startEngineServer } = await import('./engine-server.ts');
    const server = createEngineServer({
      gateway: createSchemaGateway(apiSchema, supergraphSdl, executor),
      plugin: createOperationPlugin(() => hooks),
      log,
      schemaAccess: options.schemaAccess,
      isGetWithoutPreflightAllowed: options.isGetWithoutPreflightAllowed,
      stringifyResult: writeAnswer,
    });
    await startEngineServer(server);
    return server;
  };
  let server: ReturnType<typeof startServer> | undefined;
  if (preparedPlans.length === 0) await (server = startServer());

  /** Undefined where Apollo Server has something to say. */
  const answerAdmitted = async (
    plain: PlainRequest,
    context: RequestContext,
  ): Promise<HTTPGraphQLResponse | undefined> => {
    const { query, operationName } = plain;
    const known = find({ query, operationName, overrideLabels: chooseLabels(context) });
    if (!known) return undefined;
    const { document, operation } = known;
    if (hooks.admit(context, document, operation)) return undefined;
    const variables = plain.variables ?? {};
    const coercion = getVariableValues(apiSchema, operation.variableDefinitions ?? [], variables);
    if (coercion.errors) return undefined;
    const denied = hooks.findDenied(context, document, operation);
    const variant = known.variants.get(variantKey(known, coercion.coerced, denied));
    if (!variant) return undefined;
    const { estimate, isShown } = context.cost;
    if (budgets?.judge(estimate, known, coercion.coerced)) return undefined;
    if (budgets?.judge(estimate, variant, coercion.coerced)) return undefined;
    const charged = context.count?.charge(estimate) ?? true;
    if (!(charged === true || (await charged))) {
      context.record.usedOperation = undefined;
      // The answer of one that is refused is written at the door.
      return { headers: createHeaderMap(), body: { kind: 'complete', string: '' } };
    }

    const isShared = joinedRuns && operation.operation === OperationTypeNode.QUERY && !isShown;
    const input = { variables, coercedVariables: coercion.coerced, context };
    context.record.plannedAtMs = clock.monotonicMs();
    const run = isShared
      ? await joinedRuns.run(variant, input, (shared) => execute(variant, shared))
      : await execute(variant, input);
    const { dataText, errors } = run;
    if (errors.length > 0) hooks.logUnexpected(context, errors);
    if (isShown && known.cost) {
      budgets?.measure(estimate, { ...known, variables: coercion.coerced }, dataText);
    }
    const result: OutgoingResult = { data: new WrittenData(dataText) };
    if (errors.length > 0) result.errors = errors.map((error) => maskError(error.toJSON()));
    hooks.complete(context, result);
    const string =
      result.errors || result.extensions
        ? writeAnswer(result)
        : (run.answerText ??= writeAnswer(result));
    return {
      headers: createHeaderMap([['content-type', `${context.mediaType.mediaType}; charset=utf-8`]]),
      body: { kind: 'complete', string },
    };
  };

  return {
    supergraphId: digestSupergraph(supergraphSdl),
    async answer(request, context) {
      const plain = readPlainRequest(request);
      const answered = plain && (await answerAdmitted(plain, context));
      return answered ?? answerByServer(request, context);
    },
    readFigures: () => ({
      planner: planner.readFigures(),
      admittedOperations: admitted.size,
      joinedRuns: joinedRuns?.size ?? 0,
      subgraphTokens: options.subgraphTokens?.size ?? 0,
      flights: connections.countFlights(),
    }),
    async close() {
      await (await server)?.stop();
      await planner.close();
    },
  };

  async function answerByServer(
    request: GraphQLRequest,
    context: RequestContext,
  ): Promise<HTTPGraphQLResponse> {
    server ??= startServer();
    return (await server).executeHTTPGraphQLRequest({
      httpGraphQLRequest: toApolloRequest(request),
      context: () => Promise.resolve(context),
    });
  }
}
