// An operation as usage knows it; what takes longer is worked out once, and only when it is needed.
import {
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  print,
} from 'graphql';

import { scrubName } from './scrub-name.ts';
import { type ScrubbedOperation, scrubOperation } from './scrub-document.ts';
import { listSelectedCoordinates } from './selected-coordinates.ts';
import type { UsageOperation, VariableShape } from './usage-keys.ts';
import { describeVariableShapes } from './variable-shapes.ts';

/** An operation of one schema. */
export class UsedOperation {
  /** What it was last counted in; only for whoever counts it. */
  slot: { readonly owner: object } | undefined;
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;
  readonly #operation: OperationDefinitionNode;
  #identity: UsageOperation | undefined;
  #coordinates: readonly string[] | undefined;
  #scrubbed: ScrubbedOperation | undefined;

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#schema = schema;
    this.#document = document;
    this.#operation = operation;
  }

  /** Its hash is that of the text that the client sent. */
  identify(query: string | undefined, digest: (query: string) => string): UsageOperation {
    this.#identity ??= {
      hash: digest(query ?? print(this.#document)),
      name: scrubName(this.#operation.name?.value ?? ''),
      type: this.#operation.operation,
    };
    return this.#identity;
  }

  get coordinates(): readonly string[] {
    this.#coordinates ??= listSelectedCoordinates(this.#schema, this.#document, this.#operation);
    return this.#coordinates;
  }

  /** The operation without values, and what kinds of variables a request sent. */
  record(variables: unknown): { document: string; variables: readonly VariableShape[] } {
    this.#scrubbed ??= scrubOperation(this.#schema, this.#document, this.#operation);
    const { document, variableNames } = this.#scrubbed;
    return {
      document,
      variables: describeVariableShapes(this.#schema, this.#operation, variableNames, variables),
    };
  }
}
