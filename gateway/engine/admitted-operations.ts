// Remembers operations that were parsed, validated, planned and compiled.
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';

import type { FetchOutline } from '../telemetry/fetch-trace.ts';
import type { CompiledOperation } from './execution/compile-operation.ts';
import { listConditionNames } from './settle-conditions.ts';

/** An operation with all that was made of it. */
export interface AdmittedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** The variables that its conditions look at. */
  readonly conditionNames: readonly string[];
  /** By the values of these variables. */
  readonly variants: VariantMemory;
}

/** An operation with its conditions settled. */
export interface OperationVariant {
  readonly compiled: CompiledOperation;
  readonly outline: FetchOutline | undefined;
}

type VariantMemory = LRUCache<string, OperationVariant>;

/** The operations by text and name. */
export interface AdmittedOperations {
  find(query: string, operationName: string | undefined): AdmittedOperation | undefined;
  /** Adds an operation of which no variant is compiled yet. */
  add(
    query: string,
    operationName: string | undefined,
    parsed: Pick<AdmittedOperation, 'document' | 'operation'>,
  ): AdmittedOperation;
}

const maxOperations = 2_000;
const maxRememberedBytes = 64 * 1_024 ** 2;
// Document, closures and texts take many times the memory of the operation's text.
const bytesPerCharacter = 100;
// Plans are remembered by the planner: one variant more costs its compilation.
const maxVariants = 8;

/** Creates an empty memory, which forgets what was not asked for for the longest time. */
export function createAdmittedOperations(): AdmittedOperations {
  const operations = new LRUCache<string, AdmittedOperation>({
    max: maxOperations,
    maxSize: maxRememberedBytes,
    sizeCalculation: ({ conditionNames }, key) =>
      key.length * bytesPerCharacter * (conditionNames.length === 0 ? 1 : maxVariants),
  });
  return {
    find: (query, operationName) => operations.get(keyOf(query, operationName)),
    add(query, operationName, { document, operation }) {
      const admitted: AdmittedOperation = {
        document,
        operation,
        conditionNames: listConditionNames(document, operation),
        variants: new LRUCache({ max: maxVariants }),
      };
      operations.set(keyOf(query, operationName), admitted);
      return admitted;
    },
  };
}

/** Names the variant for these values of variables. */
export function variantKey(
  { conditionNames }: AdmittedOperation,
  coercedVariables: Readonly<Record<string, unknown>>,
): string {
  let key = '';
  for (const name of conditionNames) key += coercedVariables[name] === true ? '1' : '0';
  return key;
}

/** Told apart by the length of the name, which a client may choose as it likes. */
function keyOf(query: string, operationName: string | undefined): string {
  return operationName === undefined
    ? `-${query}`
    : `${operationName.length}:${operationName}${query}`;
}
