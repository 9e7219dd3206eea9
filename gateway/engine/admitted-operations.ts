// Remembers operations that were parsed, validated, planned and compiled.
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';

import type { FetchOutline } from '../telemetry/fetch-trace.ts';
import type { CompiledOperation } from './execution/compile-operation.ts';

/** An operation with all that was made of it. */
export interface AdmittedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly compiled: CompiledOperation;
  readonly outline: FetchOutline | undefined;
}

/** The operations by text and name. */
export interface AdmittedOperations {
  find(query: string, operationName: string | undefined): AdmittedOperation | undefined;
  add(query: string, operationName: string | undefined, operation: AdmittedOperation): void;
}

const maxOperations = 2_000;
const maxRememberedBytes = 64 * 1_024 ** 2;
// Document, closures and texts take many times the memory of the operation's text.
const bytesPerCharacter = 100;

/** Creates an empty memory, which forgets what was not asked for for the longest time. */
export function createAdmittedOperations(): AdmittedOperations {
  const operations = new LRUCache<string, AdmittedOperation>({
    max: maxOperations,
    maxSize: maxRememberedBytes,
    sizeCalculation: (_operation, key) => key.length * bytesPerCharacter,
  });
  return {
    find: (query, operationName) => operations.get(nameOperation(query, operationName)),
    add(query, operationName, operation) {
      operations.set(nameOperation(query, operationName), operation);
    },
  };
}

/** One text for a document and a name: told apart by the length of the name, which a client may choose as it likes. */
export function nameOperation(query: string, operationName: string | undefined): string {
  return operationName === undefined
    ? `-${query}`
    : `${operationName.length}:${operationName}${query}`;
}
