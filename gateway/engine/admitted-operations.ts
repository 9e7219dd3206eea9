// Remembers operations that were parsed, validated, planned and compiled.
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';

import type { Figure } from '../guard/figure.ts';
import type { OperationCost } from '../guard/operation-cost.ts';
import type { AccessRule } from '../guard/protected-coordinates.ts';
import type { FetchOutline } from '../telemetry/fetch-trace.ts';
import type { CompiledOperation } from './execution/compile-operation.ts';
import { listConditionNames } from './settle-conditions.ts';

/** An operation with all that was made of it. */
export interface AdmittedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Absent while costs are not estimated. */
  readonly cost: OperationCost | undefined;
  /** The variables that its conditions look at. */
  readonly conditionNames: readonly string[];
  /** Whether some caller may not see all of it. */
  readonly isProtected: boolean;
  /** By the values of these variables, and by what is denied. */
  readonly variants: VariantMemory;
}

/** An operation with its conditions settled, without what its caller may not see. */
export interface OperationVariant {
  readonly compiled: CompiledOperation;
  readonly outline: FetchOutline | undefined;
  /** Predicted; absent while they are not. */
  readonly restCalls: Figure | undefined;
}

type VariantMemory = LRUCache<string, OperationVariant>;

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
  /** Adds an operation of which no variant is compiled yet. */
  add(
    key: OperationKey,
    parsed: Pick<AdmittedOperation, 'document' | 'operation' | 'cost' | 'isProtected'>,
  ): AdmittedOperation;
  readonly size: number;
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
    sizeCalculation: ({ conditionNames, isProtected }, key) =>
      key.length *
      bytesPerCharacter *
      (conditionNames.length === 0 && !isProtected ? 1 : maxVariants),
  });
  return {
    find: (key) => operations.get(nameOperation(key)),
    add(key, { document, operation, cost, isProtected }) {
      const admitted: AdmittedOperation = {
        document,
        operation,
        cost,
        conditionNames: listConditionNames(document, operation),
        isProtected,
        variants: new LRUCache({ max: maxVariants }),
      };
      operations.set(nameOperation(key), admitted);
      return admitted;
    },
    get size() {
      return operations.size;
    },
  };
}

/** Names the variant for these values of variables and for a caller who does not satisfy these rules. */
export function variantKey(
  { conditionNames }: AdmittedOperation,
  coercedVariables: Readonly<Record<string, unknown>>,
  denied: readonly AccessRule[],
): string {
  let key = '';
  for (const name of conditionNames) key += coercedVariables[name] === true ? '1' : '0';
  for (const { coordinate } of denied) key += ` ${coordinate}`;
  return key;
}

/** One text for what tells operations apart: by the length of the name, which a client may choose as it likes. */
export function nameOperation({ query, operationName, overrideLabels }: OperationKey): string {
  const text =
    operationName === undefined ? `-${query}` : `${operationName.length}:${operationName}${query}`;
  return overrideLabels.length === 0 ? text : JSON.stringify(overrideLabels) + text;
}
