// Ties the hooks of an engine to Apollo Server.
import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';

import type { RequestContext } from '../http/request-context.ts';
import type { OperationHooks } from './operation-hooks.ts';

/** Creates the plugin of one engine; the hooks are made when its schema is known. */
export function createOperationPlugin(
  createHooks: (apiSchema: GraphQLSchema) => OperationHooks,
): ApolloServerPlugin<RequestContext> {
  let hooks: OperationHooks;
  return {
    async serverWillStart({ schema }) {
      hooks = createHooks(schema);
    },
    async requestDidStart() {
      return {
        async didResolveOperation({ contextValue, document, operation }) {
          const refusal = hooks.admit(contextValue, document, operation ?? undefined);
          if (refusal) throw refusal;
        },
        async didEncounterErrors({ contextValue, errors }) {
          hooks.logUnexpected(contextValue, errors);
        },
        async willSendResponse({ contextValue, response }) {
          if (response.body.kind !== 'single') return;
          hooks.complete(contextValue, response.body.singleResult);
        },
      };
    },
  };
}
