// What a workload is: a graph with its subgraphs, and the operations that are asked of it.

/** One subgraph, and where its real answers come from. */
export interface WorkloadSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly originUrl: string;
}

/** One document with its variables. */
export interface WorkloadOperation {
  /** Such as `heavy`. */
  readonly id: string;
  readonly document: string;
  /** Variables that differ from request to request; one element where the document takes none. */
  readonly variables: readonly Readonly<Record<string, unknown>>[];
  /** Fetches that the stock gateway makes, where that is known beforehand. */
  readonly stockFetches?: number | undefined;
  /**
   * What every contestant must answer. Without it, it is what the stock gateway answers.
   */
  readonly expectedData?: (variables: Readonly<Record<string, unknown>>) => unknown;
}

/** A graph that runs, ready to be asked. */
export interface Workload {
  readonly id: 'guild-shape' | 'vehicle';
  readonly subgraphs: readonly WorkloadSubgraph[];
  /** Sent to the origins with every fetch. */
  readonly originHeaders: Readonly<Record<string, string>>;
  readonly operations: readonly WorkloadOperation[];
  close(): Promise<void>;
}

/** How many different variables an operation is given. */
export interface WorkloadOptions {
  readonly distinctVariables: number;
}
