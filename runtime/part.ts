// What every runnable piece (service, subgraph, gateway) hands back once it listens.
import type { AnswerInProcess } from './http/in-process-exchange.ts';

/** A part that listens. `stop` drains it and frees its port and connections; safe to call twice. */
export interface RunningPart {
  readonly name: string;
  /** Base URL without a trailing slash, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Of its port for operators, where it has one. */
  readonly adminUrl?: string | undefined;
  /** Answers other parts of this process without a socket, where the part can. */
  readonly answer?: AnswerInProcess;
  stop(): Promise<void>;
}
