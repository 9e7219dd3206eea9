// Collects what is wrong in thousands of rows, so that one assertion can name all of it.

export interface Faults {
  /** Notes `what` unless it holds. */
  must(holds: boolean, what: string): void;
  readonly list: readonly string[];
}

export function createFaults(): Faults {
  const list: string[] = [];
  return {
    must: (holds, what) => {
      if (!holds) list.push(what);
    },
    list,
  };
}
