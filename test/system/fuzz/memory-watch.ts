// Reads from the admin port how much memory a process takes while a test goes on.

/** Memory in MiB at one moment. */
export interface MemorySample {
  readonly residentMib: number;
  readonly heapMib: number;
}

/** A watch. */
export interface MemoryWatch {
  readonly samples: readonly MemorySample[];
  stop(): Promise<void>;
}

const intervalMs = 200;

/** Reads until it is stopped. */
export function watchMemory(adminUrl: string): MemoryWatch {
  const samples: MemorySample[] = [];
  let reading: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    reading = reading.then(async () => {
      const sample = await readMemory(adminUrl);
      if (sample) samples.push(sample);
    });
  }, intervalMs);
  return {
    samples,
    async stop() {
      clearInterval(timer);
      await reading;
    },
  };
}

/** The least of a figure between two shares of the run: what is left where the garbage is collected. */
export function lowWater(
  samples: readonly MemorySample[],
  figure: keyof MemorySample,
  from: number,
  to: number,
): number {
  const within = samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to));
  return Math.min(...within.map((sample) => sample[figure]));
}

/** Nothing where the process is gone, which the test itself finds out. */
async function readMemory(adminUrl: string): Promise<MemorySample | undefined> {
  const text = await fetch(`${adminUrl}/metrics`).then(
    (response) => response.text(),
    () => undefined,
  );
  if (text === undefined) return undefined;
  const mib = (name: string): number =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]) / 1_024 ** 2;
  return {
    residentMib: mib('process_resident_memory_bytes'),
    heapMib: mib('nodejs_heap_size_used_bytes'),
  };
}
