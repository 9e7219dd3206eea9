// Sends one request after the other, on a connection that is kept for as long as that is sure to be right.
import { setTimeout as wait } from 'node:timers/promises';

import {
  openConnection,
  type RawAnswer,
  type RawConnection,
} from '../../gateway/http/raw-exchange.ts';
import type { FuzzRequest } from './fuzz-request.ts';

/** What became of a request. */
export type FuzzOutcome =
  | { readonly kind: 'answered'; readonly answer: RawAnswer }
  /** Only half a request: the server may close without a word. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'silent' };

/** A lane. */
export interface FuzzLane {
  send(request: FuzzRequest): Promise<FuzzOutcome>;
  close(): void;
}

const patienceMs = 20_000;
/** What is no whole request is waited for this long before it is given up. */
const unframedMs = 250;

/** Opens a lane to a server of this machine. */
export function openFuzzLane(port: number): FuzzLane {
  let kept: RawConnection | undefined;
  return {
    async send(request) {
      const connection = (request.isFramed ? kept : undefined) ?? openConnection(port);
      if (request.isFramed) kept = connection;
      connection.write(request.bytes);
      const outcome = await read(connection, request.isFramed);
      const isOver =
        outcome.kind !== 'answered' ||
        outcome.answer.headers.some(([name, value]) => name === 'connection' && value === 'close');
      if (isOver || !request.isFramed) connection.socket.destroy();
      if (isOver && request.isFramed) kept = undefined;
      return outcome;
    },
    close: () => kept?.socket.destroy(),
  };
}

async function read(connection: RawConnection, isFramed: boolean): Promise<FuzzOutcome> {
  const timer = new AbortController();
  const answered = connection.nextAnswer().then(
    (answer): FuzzOutcome => ({ kind: 'answered', answer }),
    (): FuzzOutcome => ({ kind: 'closed' }),
  );
  const silent = wait(isFramed ? patienceMs : unframedMs, undefined, { signal: timer.signal }).then(
    (): FuzzOutcome => ({ kind: 'silent' }),
    (): FuzzOutcome => ({ kind: 'silent' }),
  );
  try {
    return await Promise.race([answered, silent]);
  } finally {
    timer.abort();
  }
}
