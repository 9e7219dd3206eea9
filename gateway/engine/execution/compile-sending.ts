// Prepares the sending of one document: its connection and its body.
import type { FetchNode } from '../plan/query-plan.ts';
import type { ExecutionState } from './execution-state.ts';
import { compileFetchBody } from './fetch-body.ts';
import type { ConnectFetch, FetchPassenger, FetchReply } from './fetch-connection.ts';

/** What is sent in one run. */
export interface Sending {
  /** Texts of representations, in the order of their variables. */
  readonly lists: readonly string[];
  /** How many entities are asked for; absent if the reply has no `_entities`. */
  readonly entityCount?: number | undefined;
  /** The fetches that it is sent for. */
  readonly passengers: readonly FetchPassenger[];
}

/** Sends it. Never rejects. */
export type SendDocument = (state: ExecutionState, sending: Sending) => Promise<FetchReply>;

/** What is known beforehand. */
export interface SendingOptions extends Pick<
  FetchNode,
  'serviceName' | 'operationKind' | 'variableUsages'
> {
  /** As it is sent. */
  readonly document: string;
  /** Variables that take representations. */
  readonly listVariables: readonly string[];
  readonly connect: ConnectFetch;
}

/** Prepares the sending. */
export function compileSending(options: SendingOptions): SendDocument {
  const { serviceName, operationKind, variableUsages = [], document, listVariables } = options;
  const send = options.connect({ subgraph: serviceName, query: document, operationKind });
  const writeBody = compileFetchBody(document, variableUsages, listVariables);
  return ({ variables, context }, { lists, entityCount, passengers }) =>
    send({ bodyText: writeBody(variables, lists), entityCount, passengers, context });
}
