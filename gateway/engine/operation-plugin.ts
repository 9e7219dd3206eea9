// Hooks of Apollo Server: authorisation before planning, and what the answer says besides its data.
import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError, OperationTypeNode } from 'graphql';

import type { Log } from '../../runtime/log.ts';
import { errorTable, findErrorEntry } from '../errors.ts';
import { type Authorizer, createAuthorizer } from '../guard/authorization.ts';
import type { AccessRule, ProtectedCoordinates } from '../guard/protected-coordinates.ts';
import type { RequestContext } from '../http/request-context.ts';

/** Creates the plugin of one engine. */
export function createOperationPlugin(
  coordinates: ProtectedCoordinates,
  log: Log,
): ApolloServerPlugin<RequestContext> {
  let authorizer: Authorizer;
  return {
    async serverWillStart({ schema }) {
      authorizer = createAuthorizer(schema, coordinates);
    },
    async requestDidStart() {
      return {
        async didResolveOperation({ contextValue, document, operation }) {
          contextValue.record.operationName = operation?.name?.value;
          contextValue.record.operationType = operation?.operation;
          if (operation?.operation === OperationTypeNode.MUTATION) contextValue.caller.disregard();
          // ApolloGateway would answer this with 500.
          if (!operation) throw createResolutionError();
          const violations = authorizer.findViolations(document, operation, {
            isSignedIn: contextValue.identity !== undefined,
            scopes: contextValue.scopes,
          });
          if (violations.length > 0) throw createViolationError(violations);
        },
        async didEncounterErrors({ contextValue, errors }) {
          for (const error of errors) {
            if (findErrorEntry(error.extensions['code'])) continue;
            const { correlationId } = contextValue;
            log.error({ err: error, correlationId }, 'operation.unexpected_error');
          }
        },
        async willSendResponse({ contextValue, response }) {
          if (response.body.kind !== 'single') return;
          const result = response.body.singleResult;
          const { valueCompletion, ...extensions } = result.extensions ?? {};
          const incomplete = describeIncomplete(valueCompletion);
          if (incomplete.length > 0) result.errors = [...(result.errors ?? []), ...incomplete];
          const hasErrors = (result.errors ?? []).length > 0;
          contextValue.record.execution =
            result.data === undefined ? 'none' : hasErrors ? 'partial' : 'complete';
          if (contextValue.cost.isShown) extensions['marque'] = contextValue.cost.report();

          if (Object.keys(extensions).length > 0) result.extensions = extensions;
          else delete result.extensions;
          for (const error of result.errors ?? []) {
            contextValue.record.errorCodes.add(String(error.extensions?.['code']));
          }
        },
      };
    },
  };
}

function createResolutionError(): GraphQLError {
  const code = 'OPERATION_RESOLUTION_FAILURE';
  const { meaning, status } = errorTable[code];
  return new GraphQLError(meaning, { extensions: { code, http: { status } } });
}

function createViolationError(violations: readonly AccessRule[]): GraphQLError {
  const needs = violations.map(({ coordinate, anyOfScopes }) => {
    const scopes = anyOfScopes.map((scopeList) => scopeList.join(' and ')).join(', or ');
    return `${coordinate} (${scopes === '' ? 'a signed-in caller' : scopes})`;
  });
  return new GraphQLError(`The operation needs more than the caller has: ${needs.join('; ')}.`, {
    extensions: {
      code: 'UNAUTHORIZED_FIELD_OR_TYPE',
      coordinates: violations.map(({ coordinate, anyOfScopes }) => ({ coordinate, anyOfScopes })),
      http: { status: errorTable.UNAUTHORIZED_FIELD_OR_TYPE.status },
    },
  });
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
