// A cancellation that knows who listens to it.
import { type CancellationListener, CancellationSource } from '../../runtime/cancellation.ts';

/** Counts the listeners that were added and not yet removed. */
export class CountedSource extends CancellationSource {
  readonly #listening = new Set<CancellationListener>();

  get listenerCount(): number {
    return this.#listening.size;
  }

  override addListener(listener: CancellationListener): void {
    this.#listening.add(listener);
    super.addListener(listener);
  }

  override removeListener(listener: CancellationListener): void {
    this.#listening.delete(listener);
    super.removeListener(listener);
  }
}
