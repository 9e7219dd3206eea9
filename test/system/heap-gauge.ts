// How much of the heap of this process is in use once the garbage is gone.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Reads the heap of this process. */
export interface HeapGauge {
  /** Collects garbage first; in MiB. */
  readMib(): number;
}

/** Switches on the collection by hand, which Node offers to no test otherwise. */
export function createHeapGauge(): HeapGauge {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return {
    readMib() {
      collect();
      return process.memoryUsage().heapUsed / 1_024 ** 2;
    },
  };
}
