// Notices that whoever asked is gone, so that nobody works for no one.
import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';

import { CodedError } from '../coded-error.ts';

/** Whether somebody still waits for a response. */
export interface CallerWatch {
  /** Aborts, with a `CodedError` of code `REQUEST_ABORTED`, when the connection closes before the response is sent. */
  readonly signal: AbortSignal;
  /** The work has effects: from now on it goes on, whoever leaves. */
  disregard(): void;
}

/** Watches the connection of a response that is not sent yet. Lets go by itself once it is. */
export function watchCaller(response: ServerResponse): CallerWatch {
  const controller = new AbortController();
  // One listener for each call that is made for this response.
  setMaxListeners(0, controller.signal);
  const onClose = (): void => {
    if (response.writableFinished) return;
    controller.abort(
      new CodedError({
        code: 'REQUEST_ABORTED',
        kind: 'client',
        message: 'The caller has closed the connection.',
      }),
    );
  };
  response.once('close', onClose);
  return { signal: controller.signal, disregard: () => void response.off('close', onClose) };
}
