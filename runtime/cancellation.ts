// Tells work that nobody wants it any more. An AbortSignal costs ten times as much, so there is one only
// where somebody else's code asks for it.
import { setMaxListeners } from 'node:events';

/** Called once, with the reason. */
export type CancellationListener = (reason: unknown) => void;

/** What work looks at to see whether it is still wanted. */
export interface Cancellation {
  readonly isCancelled: boolean;
  /** Undefined while it is not cancelled. */
  readonly reason: unknown;
  /** For code that takes nothing else; made when it is first asked for. */
  readonly signal: AbortSignal;
  /** Calls the listener when it is cancelled; never if that has happened before. */
  addListener(listener: CancellationListener): void;
  removeListener(listener: CancellationListener): void;
  /** Throws the reason if it is cancelled. */
  throwIfCancelled(): void;
}

/** A cancellation, and the right to cancel. */
export class CancellationSource implements Cancellation {
  #isCancelled = false;
  #reason: unknown;
  #listeners: Set<CancellationListener> | undefined;
  #controller: AbortController | undefined;

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  get reason(): unknown {
    return this.#reason;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      // One listener for each piece of work below it; Node would take more than ten for a leak.
      setMaxListeners(0, this.#controller.signal);
      if (this.#isCancelled) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  addListener(listener: CancellationListener): void {
    if (this.#isCancelled) return;
    this.#listeners ??= new Set();
    this.#listeners.add(listener);
  }

  removeListener(listener: CancellationListener): void {
    this.#listeners?.delete(listener);
  }

  throwIfCancelled(): void {
    if (this.#isCancelled) throw this.#reason;
  }

  /** Tells all listeners, in the order in which they came; the second time it does nothing. */
  cancel(reason: unknown): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    this.#reason = reason;
    // One that another takes away meanwhile is not called any more.
    for (const listener of this.#listeners ?? []) listener(reason);
    this.#listeners = undefined;
    this.#controller?.abort(reason);
  }
}

/** Waits for the work, but not beyond the cancellation, with whose reason it then rejects. */
export function waitWhileWanted<Result>(
  work: Promise<Result>,
  cancellation: Cancellation,
): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    if (cancellation.isCancelled) reject(cancellation.reason);
    else cancellation.addListener(reject);
    work.then(
      (result) => {
        cancellation.removeListener(reject);
        resolve(result);
      },
      (error: unknown) => {
        cancellation.removeListener(reject);
        reject(error);
      },
    );
  });
}
