// What stands behind the door: a part that answers without a socket, and the answers that it gives to faults of the door.
import type { CallMethod } from './lambda-call.ts';

/** A request for `inject`, as Fastify takes it. */
export interface InjectedRequest {
  readonly method: CallMethod;
  readonly url: string;
  readonly headers: Record<string, string | string[]>;
  readonly payload?: Buffer;
  readonly remoteAddress?: string;
}

/** What came of it. */
export interface InjectedReply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, number | string | string[] | undefined>>;
  readonly rawPayload: Buffer;
}

/** A Fastify instance, or anything else that takes requests in this process. */
export interface InjectableApp {
  inject(request: InjectedRequest): Promise<InjectedReply>;
  /** Sends what must not wait until the process is thawed, in bounded time. Never rejects. */
  flush?(): Promise<void>;
}

/** What can go wrong between the platform and the part. */
export type DoorFault = 'BAD_REQUEST' | 'DEADLINE_EXCEEDED' | 'RESPONSE_TOO_LARGE';

/** A fault as the part's callers know errors. */
export interface FaultAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Writes a fault in the part's own error format. */
export type DescribeDoorFault = (fault: DoorFault, correlationId: string) => FaultAnswer;
