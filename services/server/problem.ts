// RFC 9457 problems: the one shape of every "no" and every fault that a service answers with.
import type { Static } from 'typebox';

import type { problem } from './schemas.ts';

type ProblemDocument = Static<typeof problem>;

/** Content type of a problem document. */
export const problemContentType = 'application/problem+json';

/**
 * An answer other than success. `code` is stable (UPPER_SNAKE) and what callers match on; `detail`
 * is for people and goes out as it stands; `parameter` names the input at fault.
 */
export class ServiceProblem extends Error {
  override readonly name = 'ServiceProblem';
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly parameter: string | undefined;

  constructor(code: string, status: number, detail: string, parameter?: string) {
    super(detail);
    this.code = code;
    this.status = status;
    this.detail = detail;
    this.parameter = parameter;
  }
}

/** Answers a single-resource read of something that is not there. */
export function notFound(resource: string): ServiceProblem {
  return new ServiceProblem('NOT_FOUND', 404, `There is no such ${resource}.`);
}

/** Refuses an input whose form the schema accepts and whose meaning does not fit. */
export function invalidParameter(parameter: string, detail: string): ServiceProblem {
  return new ServiceProblem('INVALID_PARAMETER', 400, detail, parameter);
}

/** Refuses a market that the catalogue does not have. */
export function marketUnknown(): ServiceProblem {
  return new ServiceProblem('MARKET_UNKNOWN', 400, 'The market is not known.', 'market');
}

/** The document that goes over the wire; `instance` leads from an answer to its log lines. */
export function toProblemDocument(fault: ServiceProblem, correlationId: string): ProblemDocument {
  const words = fault.code.toLowerCase().split('_');
  return {
    type: `urn:marque:problem:${words.join('-')}`,
    title: words.join(' ').replace(/^./, (letter) => letter.toUpperCase()),
    status: fault.status,
    code: fault.code,
    detail: fault.detail,
    instance: `urn:marque:request:${correlationId}`,
    ...(fault.parameter === undefined ? {} : { parameter: fault.parameter }),
  };
}
