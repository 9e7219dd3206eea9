// What an event asks for and in which form its sender takes the answer, whoever the sender is.
import type { AuthorizerClaims } from './authorizer-header.ts';

/** Methods that events may bring. */
export const callMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type CallMethod = (typeof callMethods)[number];

/**
 * The form of the answer: API Gateway's payload 1.0, its payload 2.0 (function URLs, too), or that of
 * a load balancer, which takes headers in the form that its events have.
 */
export type AnswerForm =
  'gateway payload 1.0' | 'gateway payload 2.0' | 'load balancer' | 'load balancer, many values';

/** One HTTP request as an event told it. */
export interface LambdaCall {
  readonly form: AnswerForm;
  /** In capitals; not necessarily one of `callMethods`. */
  readonly method: string;
  /** Path and query, without stage and base path, escaped. */
  readonly target: string;
  /** Names in lower case; a name that was sent twice has all its values. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer | undefined;
  /** From the request context, or from what the load balancer added; empty where neither says. */
  readonly clientIp: string;
  /** Of API Gateway's authorizer, where there is one. */
  readonly authorizer?: AuthorizerClaims | undefined;
}

/** What goes back. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
}
