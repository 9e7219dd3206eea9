// Who may learn of the schema, by querying it or by what errors suggest.
import {
  BREAK,
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  Kind,
  visit,
} from 'graphql';

/** Whom the schema is open to: all, none, or callers with a scope. */
export type SchemaAccess = 'everyone' | 'nobody' | { readonly scope: string };

/** Keeps the schema from those who may not see it. */
export interface SchemaGuard {
  /** The error, if a document queries the schema and its caller may not. */
  refuse(document: DocumentNode, scopes: readonly string[]): GraphQLError | undefined;
  /** Errors as the caller may see them. */
  hideSuggestions(
    errors: readonly GraphQLFormattedError[],
    scopes: readonly string[],
  ): readonly GraphQLFormattedError[];
}

const schemaFields = new Set(['__schema', '__type']);
const suggestion = ' Did you mean ';

/**
 * Creates the guard. What a caller may is looked at in each request, so that documents and errors that
 * are remembered serve callers with the scope and those without it.
 */
export function createSchemaGuard(access: SchemaAccess): SchemaGuard {
  if (access === 'everyone') {
    return { refuse: () => undefined, hideSuggestions: (errors) => errors };
  }
  const isOpenTo = (scopes: readonly string[]): boolean =>
    access !== 'nobody' && scopes.includes(access.scope);
  // Documents that are known are the same objects each time.
  const remembered = new WeakMap<DocumentNode, boolean>();
  const queriesSchema = (document: DocumentNode): boolean => {
    const known = remembered.get(document);
    if (known !== undefined) return known;
    const found = findSchemaField(document);
    remembered.set(document, found);
    return found;
  };
  const message =
    access === 'nobody'
      ? 'The schema cannot be queried here.'
      : `The schema can be queried with the scope ${access.scope} only.`;
  return {
    refuse(document, scopes) {
      if (!queriesSchema(document) || isOpenTo(scopes)) return undefined;
      const extensions = { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } };
      return new GraphQLError(message, { extensions });
    },
    hideSuggestions: (errors, scopes) =>
      isOpenTo(scopes)
        ? errors
        : errors.map((error) => ({ ...error, message: withoutSuggestion(error.message) })),
  };
}

/** In any operation or fragment, whichever of them is executed. */
function findSchemaField(document: DocumentNode): boolean {
  let isFound = false;
  visit(document, {
    [Kind.FIELD]({ name }) {
      if (!schemaFields.has(name.value)) return undefined;
      isFound = true;
      return BREAK;
    },
  });
  return isFound;
}

/** Suggestions end a message. A client's own text may stand before: only the last words are looked for, once. */
function withoutSuggestion(message: string): string {
  if (!message.endsWith('?')) return message;
  const at = message.lastIndexOf(suggestion);
  return at === -1 ? message : message.slice(0, at);
}
