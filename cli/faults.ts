// What a command can end in: the exit codes, and the faults with their codes.
import { CodedError, type ErrorFields, isCodedError } from '../runtime/coded-error.ts';

/** Exit codes of every command; docs/cli.md lists them. */
export const exitCodes = {
  ok: 0,
  /** Something is found to be wrong, or the answer is no. */
  negative: 1,
  /** The call itself is wrong, or the configuration. */
  usage: 2,
  unreachable: 3,
  /** A fault of marque itself, as sysexits.h has it. */
  internal: 70,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const exitCodeByFault = {
  USAGE_INVALID: exitCodes.usage,
  FILE_UNREADABLE: exitCodes.usage,
  DOCUMENT_INVALID: exitCodes.negative,
  APP_HAS_KEY: exitCodes.negative,
  KEY_UNKNOWN: exitCodes.negative,
  KEY_STORE_UNAVAILABLE: exitCodes.unreachable,
  GATEWAY_UNREACHABLE: exitCodes.unreachable,
  ANSWER_INVALID: exitCodes.unreachable,
} as const satisfies Record<string, ExitCode>;

/** The faults that the command line itself reports. */
export type CliFaultCode = keyof typeof exitCodeByFault;

/** All of them, for the documentation. */
export const cliFaultCodes = Object.keys(exitCodeByFault) as readonly CliFaultCode[];

/** Creates a fault that a user can mend; the message says how. */
export function createCliFault(
  code: CliFaultCode,
  message: string,
  fields: ErrorFields = {},
): CodedError {
  return new CodedError({ code, kind: 'client', message, fields });
}

/** The exit code that a thrown error stands for. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!isCodedError(error)) return exitCodes.internal;
  if (isCliFaultCode(error.code)) return exitCodeByFault[error.code];
  return error.kind === 'configuration' ? exitCodes.usage : exitCodes.internal;
}

function isCliFaultCode(code: string): code is CliFaultCode {
  return Object.hasOwn(exitCodeByFault, code);
}
