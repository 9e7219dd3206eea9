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

/** What tells operations from each other. */
export interface OperationKey {
  readonly query: string;
  readonly operationName: string | undefined;
  /** Labels of progressive overrides that are on. */
  readonly overrideLabels: readonly string[];
}

/** The operations by text, name and labels. */
export interface AdmittedOperations {
  find(key: OperationKey): AdmittedOperation | undefined;
  add(key: OperationKey, operation: AdmittedOperation): void;
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
    find: (key) => operations.get(nameOperation(key)),
    add(key, operation) {
      operations.set(nameOperation(key), operation);
    },
  };
}

/** One text for what tells operations apart: by the length of the name, which a client may choose as it likes. */
export function nameOperation({ query, operationName, overrideLabels }: OperationKey): string {
  const text =
    operationName === undefined ? `-${query}` : `${operationName.length}:${operationName}${query}`;
  return overrideLabels.length === 0 ? text : JSON.stringify(overrideLabels) + text;
}
