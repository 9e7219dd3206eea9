// What usage learns from the answers of an operation: nulls in those that are sampled, and errors in all.
import type { GraphQLError } from 'graphql';

import type { OperationRecord } from '../../telemetry/operation-record.ts';
import type { SchemaUsage } from '../../telemetry/usage/usage-recorder.ts';
import type { DataObject } from '../execution/data-object.ts';
import type { ProjectionOptions } from './compile-projection.ts';
import { compileFieldCount, type CountFields } from './field-count.ts';
import { locateField } from './locate-field.ts';

/** One answer. */
export interface CountedAnswer {
  /** As it was fetched. */
  readonly data: DataObject;
  /** As it was written. */
  readonly dataText: string;
  /** Whether nulls stand in the text where the data has values: those that do not fit, or are denied. */
  readonly isNulled: boolean;
  /** Of fields; what the caller may not see is none of theirs. */
  readonly errors: readonly GraphQLError[];
  readonly record: OperationRecord;
}

// A subgraph that is down may leave an error at each of hundreds of places.
const maxLocatedErrors = 25;

/** Creates the counting of one operation; it is compiled when an answer is sampled for the first time. */
export function createAnswerCount(
  options: ProjectionOptions,
  usage: SchemaUsage,
): (answer: CountedAnswer) => void {
  let count: CountFields | undefined;
  return ({ data, dataText, isNulled, errors, record }) => {
    if (record.isSampled === true) {
      count ??= compileFieldCount(options, (coordinate) => usage.tallyOf(coordinate));
      const answer: unknown = isNulled ? JSON.parse(dataText) : undefined;
      if (answer !== null) count(data, answer);
    }
    if (errors.length > 0) countErrors(options, usage, data, errors);
  };
}

function countErrors(
  options: ProjectionOptions,
  usage: SchemaUsage,
  data: DataObject,
  errors: readonly GraphQLError[],
): void {
  for (const { path = [] } of errors.slice(0, maxLocatedErrors)) {
    const coordinate = locateField(options, data, path);
    if (coordinate !== undefined) usage.tallyOf(coordinate).errors += 1;
  }
  if (errors.length > maxLocatedErrors) usage.lose('errors', errors.length - maxLocatedErrors);
}
