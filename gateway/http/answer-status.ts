// The status of an answer, by the media type that it is written in and by how far it got.
import type { OperationRecord } from '../telemetry/operation-record.ts';
import type { MediaTypeChoice } from './accept.ts';

/** Status of an answer with data and errors, written as `application/graphql-response+json`. */
export type PartialSuccessStatus = 200 | 294;

/** What the status depends on. */
export interface AnsweredOperation {
  /** As Apollo Server has it. */
  readonly status: number;
  readonly choice: MediaTypeChoice;
  readonly record: Pick<OperationRecord, 'execution' | 'errorCodes'>;
  readonly partialSuccessStatus: PartialSuccessStatus;
}

// Faults of a document or its variables in a request that is well-formed as such.
const requestErrors: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

/**
 * Gives Apollo Server's status, but for what GraphQL over HTTP has otherwise: a client that asks for
 * `application/json` by name gets 200 for faults of its document; in
 * `application/graphql-response+json`, 200 is for answers with data, and those with data and errors
 * get the status that is set for them.
 */
export function chooseStatus({
  status,
  choice,
  record,
  partialSuccessStatus,
}: AnsweredOperation): number {
  if (choice.mediaType === 'application/json') {
    const isRequestError =
      status === 400 &&
      record.execution === 'none' &&
      [...record.errorCodes].every((code) => requestErrors.has(code));
    return choice.isNamed && isRequestError ? 200 : status;
  }
  if (status !== 200) return status;
  if (record.execution === 'none') return 400;
  return record.execution === 'partial' ? partialSuccessStatus : 200;
}
