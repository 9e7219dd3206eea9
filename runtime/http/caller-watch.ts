// Notices that whoever asked is gone, so that nobody works for no one.
import type { ServerResponse } from 'node:http';

import { type Cancellation, CancellationSource } from '../cancellation.ts';
import { CodedError } from '../coded-error.ts';

/**
 * Whether somebody still waits for a response. It is cancelled, with a `CodedError` of code
 * `REQUEST_ABORTED`, when the connection closes before the response is sent.
 */
export interface CallerWatch extends Cancellation {
  /** The work has effects: from now on it goes on, whoever leaves. */
  disregard(): void;
}

/** Watches the connection of a response that is not sent yet. Lets go by itself once it is. */
export function watchCaller(response: ServerResponse): CallerWatch {
  return new ResponseWatch(response);
}

class ResponseWatch extends CancellationSource implements CallerWatch {
  readonly #response: ServerResponse;
  readonly #onClose = (): void => {
    if (this.#response.writableFinished) return;
    this.cancel(
      new CodedError({
        code: 'REQUEST_ABORTED',
        kind: 'client',
        message: 'The caller has closed the connection.',
      }),
    );
  };

  constructor(response: ServerResponse) {
    super();
    this.#response = response;
    response.once('close', this.#onClose);
  }

  disregard(): void {
    this.#response.off('close', this.#onClose);
  }
}
