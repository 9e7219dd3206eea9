// What is done with every operation, whichever way it takes: authorisation, the log, what an answer
// says besides its data.
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';

import { isCodedError } from '../../runtime/coded-error.ts';
import type { Log } from '../../runtime/log.ts';
import { errorTable, findErrorEntry } from '../errors.ts';
import { createRefusalError } from '../guard/access-denial.ts';
import type { Authorizer } from '../guard/authorization.ts';
import type { AccessRule } from '../guard/protected-coordinates.ts';
import { createSchemaGuard, type SchemaAccess } from '../guard/schema-access.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { SchemaUsage } from '../telemetry/usage/usage-recorder.ts';

/** An answer on its way out. */
export interface OutgoingResult {
  errors?: readonly GraphQLFormattedError[] | undefined;
  data?: unknown;
  extensions?: Record<string, unknown> | undefined;
}

/** The hooks of one engine. */
export interface OperationHooks {
  /** Records what is asked for; gives the error if it is not allowed. */
  admit(
    context: RequestContext,
    document: DocumentNode,
    operation: OperationDefinitionNode | undefined,
  ): GraphQLError | undefined;
  /** The rules of an operation that its caller does not satisfy. */
  findDenied(
    context: RequestContext,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): readonly AccessRule[];
  /** Logs errors that clients are told nothing of. */
  logUnexpected(context: RequestContext, errors: readonly GraphQLError[]): void;
  /** Records how an operation ended, and adds what the caller may see of its cost. */
  complete(context: RequestContext, result: OutgoingResult): void;
}

/** What is done with an operation that selects what its caller may not see. */
export type UnauthorizedHandling = 'null' | 'refuse';

/** What the hooks stand on. */
export interface OperationHooksOptions {
  readonly authorizer: Authorizer;
  readonly unauthorized: UnauthorizedHandling;
  readonly schemaAccess: SchemaAccess;
  readonly log: Log;
  /** Absent where usage is not counted. */
  readonly usage?: SchemaUsage | undefined;
}

/** Creates the hooks for one schema. */
export function createOperationHooks(options: OperationHooksOptions): OperationHooks {
  const { authorizer, unauthorized, log, usage } = options;
  const schemaGuard = createSchemaGuard(options.schemaAccess);
  const findDenied: OperationHooks['findDenied'] = ({ identity, scopes }, document, operation) =>
    authorizer.findViolations(document, operation, {
      isSignedIn: identity !== undefined,
      scopes,
      policies: identity?.policies ?? [],
    });
  return {
    findDenied,
    admit(context, document, operation) {
      context.record.operationName = operation?.name?.value;
      context.record.operationType = operation?.operation;
      if (operation?.operation === OperationTypeNode.MUTATION) context.caller.disregard();
      // ApolloGateway would answer this with 500.
      if (!operation) return createResolutionError();
      const closed = schemaGuard.refuse(document, context.scopes);
      if (closed) return closed;
      const denied = unauthorized === 'null' ? [] : findDenied(context, document, operation);
      if (denied.length > 0) return createRefusalError(denied);
      usage?.admit(context.record, document, operation);
      return undefined;
    },
    logUnexpected({ correlationId, trace: { traceId } }, errors) {
      for (const error of errors) {
        if (findErrorEntry(error.extensions['code'])) continue;
        if (isCodedError(error.originalError, 'REQUEST_ABORTED')) continue;
        log.error({ err: error, correlationId, traceId }, 'operation.unexpected_error');
      }
    },
    complete(context, result) {
      const { valueCompletion, ...extensions } = result.extensions ?? {};
      const incomplete = describeIncomplete(valueCompletion);
      if (incomplete.length > 0) result.errors = [...(result.errors ?? []), ...incomplete];
      const hasErrors = (result.errors ?? []).length > 0;
      if (result.errors) {
        result.errors = schemaGuard.hideSuggestions(result.errors, context.scopes);
      }
      context.record.execution =
        result.data === undefined ? 'none' : hasErrors ? 'partial' : 'complete';
      if (context.cost.isShown) extensions['marque'] = context.cost.report();

      if (Object.keys(extensions).length > 0) result.extensions = extensions;
      else delete result.extensions;
      for (const error of result.errors ?? []) {
        context.record.errorCodes.add(String(error.extensions?.['code']));
      }
    },
  };
}

function createResolutionError(): GraphQLError {
  const code = 'OPERATION_RESOLUTION_FAILURE';
  const { meaning, status } = errorTable[code];
  return new GraphQLError(meaning, { extensions: { code, http: { status } } });
}

/** ApolloGateway reports values that do not fit the schema beside the errors; they are errors. */
function describeIncomplete(valueCompletion: unknown): readonly GraphQLFormattedError[] {
  if (!Array.isArray(valueCompletion)) return [];
  return valueCompletion.map(({ path }: { path?: readonly (string | number)[] }) => ({
    message: errorTable.SUBGRAPH_INVALID_RESPONSE.meaning,
    ...(path ? { path } : {}),
    extensions: { code: 'SUBGRAPH_INVALID_RESPONSE' },
  }));
}
