// Compiles an operation: its plan into fetches, its selections into the text of the answer.
import {
  type DocumentNode,
  getOperationAST,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
} from 'graphql';

import type { Clock } from '../../../runtime/clock.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { SchemaUsage } from '../../telemetry/usage/usage-recorder.ts';
import type { QueryPlan } from '../plan/query-plan.ts';
import { createDenialError } from '../../guard/access-denial.ts';
import { createAnswerCount } from '../projection/answer-count.ts';
import { compileProjection } from '../projection/compile-projection.ts';
import type { WithheldFields } from '../projection/object-writer.ts';
import { compilePlan } from './compile-plan.ts';
import { createFaultErrors } from './fault-errors.ts';
import type { ExecutionState } from './execution-state.ts';
import type { FetchConnections } from './fetch-connection.ts';
import type { TypeRelations } from './type-relations.ts';

/** What an operation is compiled from. */
export interface CompileOptions {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** The client's document, valid and without conditions. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Response name of fields that are planned but not answered. */
  readonly omittedName?: string;
  /** What was taken out of the client's document, as its caller may not see it. */
  readonly withheld?: WithheldFields | undefined;
  readonly plan: QueryPlan;
  readonly types: TypeRelations;
  readonly connections: FetchConnections;
  readonly clock: Clock;
  /** Absent where usage is not counted. */
  readonly usage?: SchemaUsage | undefined;
}

/** One run of an operation. */
export interface OperationInput {
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** As graphql-js coerces them, with defaults. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
}

/** What an operation answers. */
export interface OperationResult {
  /** JSON text of an object or `null`. */
  readonly dataText: string;
  readonly errors: readonly GraphQLError[];
  /** The whole answer of a run without errors, once somebody has written it. */
  answerText?: string;
}

/** A compiled operation; many requests may run it at the same time. */
export interface CompiledOperation {
  /** Never rejects for a fault of a subgraph. */
  execute(input: OperationInput): Promise<OperationResult>;
}

/** Compiles an operation; asks nobody. */
export function compileOperation(options: CompileOptions): CompiledOperation {
  const { apiSchema, plan, types, connections, clock, usage } = options;
  const clientNames = composeNames(plan.rewritten?.renames, options.withheld?.names.renames);
  const run = compilePlan({ plan, clientNames, types, connections, clock });
  const projection = { schema: apiSchema, clientNames, ...findPlanned(options) };
  const project = compileProjection(projection);
  const countAnswer = usage && createAnswerCount(projection, usage);
  return {
    async execute({ variables, coercedVariables, context }) {
      const data = {};
      const state: ExecutionState = {
        data,
        variables,
        coercedVariables,
        context,
        errors: [],
        startedAtMs: clock.monotonicMs(),
        gatherings: [],
      };
      await run(state);
      const { dataText, faults, denials } = project(data, variables);
      joinPieces(dataText);
      const errors =
        faults.length === 0
          ? state.errors
          : [...state.errors, ...createFaultErrors(faults, state.errors)];
      countAnswer?.({
        data,
        dataText,
        isNulled: faults.length > 0 || denials.length > 0,
        errors,
        record: context.record,
      });
      if (denials.length === 0) return { dataText, errors };
      const denialErrors = denials.map(({ rules, path }) => createDenialError(rules, path));
      return { dataText, errors: [...errors, ...denialErrors] };
    },
  };
}

/**
 * Makes the engine below join the thousands of pieces of a concatenated text, which it does when one of its
 * characters is asked for. Who waited for the text may be so old that the collector of young objects no longer
 * looks at it, and takes all it ever pointed to for alive: one string then, not each piece.
 */
function joinPieces(text: string): void {
  text.charCodeAt(0);
}

/** The document whose response names the fetched data has. */
function findPlanned({ document, operation, omittedName, withheld, plan }: CompileOptions) {
  const omitted = { withheld, ...(omittedName === undefined ? {} : { omittedName }) };
  if (!plan.rewritten) return { document, operation, ...omitted };
  const rewritten = parse(plan.rewritten.document, { noLocation: true });
  const planned = getOperationAST(rewritten, operation.name?.value);
  if (!planned) throw new Error('The planned document lacks the operation.');
  return { document: rewritten, operation: planned, ...omitted };
}

type Renames = Readonly<Record<string, string>>;

/** The planner names what was named before it. */
function composeNames(byPlanner: Renames = {}, before: Renames = {}): Renames {
  const toClient = ([name, known]: [string, string]): [string, string] => [
    name,
    Object.hasOwn(before, known) ? (before[known] ?? known) : known,
  ];
  return { ...before, ...Object.fromEntries(Object.entries(byPlanner).map(toClient)) };
}
