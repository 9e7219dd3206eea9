// The limits of what may be asked, as part of the gateway's configuration.
import { variable, type Variables, wholeNumber } from '../../runtime/configuration.ts';
import type { OperationLimits } from './operation-limits.ts';
import type { VariableLimits } from './variable-limits.ts';

/** What an operation and its variables may be. */
export interface LimitConfig {
  readonly operationLimits: OperationLimits;
  readonly variableLimits: VariableLimits;
  /** Operations in one HTTP request; 0: no batch is taken. */
  readonly maxBatchOperations: number;
}

/** The variables by their names. */
export const limitVariables = {
  MARQUE_MAX_TOKENS: variable(count(), 'Most tokens of a document.', '10000'),
  MARQUE_MAX_DEPTH: variable(count(), 'Most levels of fields within fields.', '25'),
  MARQUE_MAX_ALIASES: variable(count(), 'Most aliases, fragments expanded.', '100'),
  MARQUE_MAX_SELECTIONS: variable(count(), 'Most selections, fragments expanded.', '4000'),
  MARQUE_MAX_HEIGHT: variable(count(), 'Most fields, fragments expanded.', '4000'),
  MARQUE_MAX_ROOT_FIELDS: variable(count(), 'Most root fields, fragments expanded.', '100'),
  MARQUE_MAX_DIRECTIVES: variable(count(), 'Most directives, fragments expanded.', '200'),
  MARQUE_MAX_INTROSPECTION_DEPTH: variable(
    count(),
    'Most lists of the schema within each other, such as the fields of types of fields.',
    '2',
  ),
  MARQUE_MAX_LIST_SIZE: variable(
    count(),
    'Most values of one list, in the document or its variables.',
    '1000',
  ),
  MARQUE_MAX_VARIABLE_DEPTH: variable(count(), 'Most levels within variables.', '32'),
  MARQUE_MAX_VARIABLE_VALUES: variable(count(), 'Most values within variables.', '10000'),
  MARQUE_BATCH_LIMIT: variable(
    wholeNumber({ min: 0, max: 100 }),
    'Most operations that may come as a list in one POST; 0: no list is taken. Limits of documents and variables are also those of all operations of a list together.',
    '0',
  ),
} as const satisfies Variables;

/** Reads what the variables say. */
export function readLimits(
  read: Readonly<Record<keyof typeof limitVariables, number>>,
): LimitConfig {
  return {
    operationLimits: {
      maxTokens: read.MARQUE_MAX_TOKENS,
      maxDepth: read.MARQUE_MAX_DEPTH,
      maxAliases: read.MARQUE_MAX_ALIASES,
      maxSelections: read.MARQUE_MAX_SELECTIONS,
      maxHeight: read.MARQUE_MAX_HEIGHT,
      maxRootFields: read.MARQUE_MAX_ROOT_FIELDS,
      maxDirectives: read.MARQUE_MAX_DIRECTIVES,
      maxIntrospectionDepth: read.MARQUE_MAX_INTROSPECTION_DEPTH,
      maxListSize: read.MARQUE_MAX_LIST_SIZE,
    },
    variableLimits: {
      maxDepth: read.MARQUE_MAX_VARIABLE_DEPTH,
      maxValues: read.MARQUE_MAX_VARIABLE_VALUES,
      maxListSize: read.MARQUE_MAX_LIST_SIZE,
    },
    maxBatchOperations: read.MARQUE_BATCH_LIMIT,
  };
}

function count() {
  return wholeNumber({ min: 1, max: 1_000_000 });
}
