// The one shape of a thrown fault: a stable code to match on, also across processes.

/** Whose fault it is: the caller's, an upstream's, our own, or that of the configuration. */
export type ErrorKind = 'client' | 'upstream' | 'internal' | 'configuration';

/** Facts beside the message, safe to log; never a secret, a URL or a body of an upstream. */
export type ErrorFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a `CodedError` is made of. */
export interface CodedErrorOptions {
  readonly code: string;
  readonly kind: ErrorKind;
  /** What happened, to which one, and what to do; clients may see it. */
  readonly message: string;
  readonly cause?: unknown;
  readonly fields?: ErrorFields;
}

/** A fault with a stable `code` (UPPER_SNAKE), a `kind` and its `cause`. */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly fields: ErrorFields;

  constructor({ code, kind, message, cause, fields }: CodedErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.kind = kind;
    this.fields = fields ?? {};
  }
}

/** Tests for a coded error, optionally of exactly this code. */
export function isCodedError(error: unknown, code?: string): error is CodedError {
  return error instanceof CodedError && (code === undefined || error.code === code);
}
