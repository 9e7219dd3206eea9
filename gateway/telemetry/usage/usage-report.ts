// The usage of one day as people and tools read it, made from the store's sums.
import { latencyBoundsMs } from './latency-tally.ts';
import {
  nameUsageOperation,
  readUsageKey,
  type UsageClient,
  type UsageOperation,
  type VariableShape,
} from './usage-keys.ts';

/** One day. Times are means in milliseconds; histograms have one bucket more than `bucketBoundsMs`. */
export interface UsageReport {
  readonly day: string;
  readonly bucketBoundsMs: readonly number[];
  readonly operations: readonly OperationUsage[];
  readonly clients: readonly ClientUsage[];
  readonly fields: readonly FieldUsage[];
}

/** How often something was asked for. */
export interface RequestFigures {
  requests: number;
  /** With data and errors. */
  partial: number;
  /** Without data. */
  failed: number;
}

/** An operation, by all clients and by each. */
export interface OperationUsage extends UsageOperation, RequestFigures {
  readonly meanMs: number;
  readonly buckets: readonly number[];
  readonly clients: readonly (UsageClient & RequestFigures)[];
  /** Coordinates of what it uses of the schema. */
  readonly uses: readonly string[];
}

export interface ClientUsage extends UsageClient, RequestFigures {
  /** How many operations it asked for. */
  readonly operations: number;
}

/** A field, argument, input field, value of an enum, or type of a variable. */
export interface FieldUsage {
  readonly coordinate: string;
  /** Of operations that use it. */
  readonly requests: number;
  /** Objects in sampled answers that had the field, and those of them where it was null. */
  readonly sampled: number;
  readonly sampledNulls: number;
  readonly errors: number;
  /** Of sampled requests: the fetches that asked for it first of all, what they took, and how that was spread. */
  readonly sampledFetches: number;
  readonly meanFetchMs?: number;
  readonly fetchBuckets?: readonly number[];
}

/** An operation that can be asked again; it has no values. */
export interface UsageRecording {
  readonly client: UsageClient;
  readonly operation: UsageOperation;
  readonly document: string;
  readonly variables: readonly VariableShape[];
  /** How often it was recorded; requests were more. */
  readonly count: number;
}

type Figures = Map<string, number>;

interface OperationSums {
  readonly operation: UsageOperation;
  readonly byClient: Map<string, { readonly client: UsageClient; readonly figures: Figures }>;
}

/** Sums up a day. Whatever there is most of comes first. */
export function createUsageReport(day: string, sums: ReadonlyMap<string, number>): UsageReport {
  const operations = new Map<string, OperationSums>();
  const selections = new Map<string, readonly string[]>();
  const fields = new Map<string, Figures>();
  for (const [text, amount] of sums) {
    const key = readUsageKey(text);
    if (key?.kind === 'operation') {
      const name = nameUsageOperation(key.operation);
      const known = operations.get(name) ?? { operation: key.operation, byClient: new Map() };
      operations.set(name, known);
      const clientKey = nameClient(key.client);
      const own = known.byClient.get(clientKey) ?? { client: key.client, figures: new Map() };
      known.byClient.set(clientKey, own);
      add(own.figures, key.figure, amount);
    } else if (key?.kind === 'selection') {
      selections.set(nameUsageOperation(key.operation), key.coordinates);
    } else if (key?.kind === 'field') {
      const figures = fields.get(key.coordinate) ?? new Map<string, number>();
      fields.set(key.coordinate, figures);
      add(figures, key.figure, amount);
    }
  }

  const described = [...operations].map(([name, own]) =>
    describeOperation(own, selections.get(name) ?? []),
  );
  for (const { uses, requests } of described) {
    for (const coordinate of uses) {
      const figures = fields.get(coordinate) ?? new Map<string, number>();
      fields.set(coordinate, figures);
      add(figures, 'requests', requests);
    }
  }
  return {
    day,
    bucketBoundsMs: latencyBoundsMs,
    operations: sort(described, nameUsageOperation),
    clients: describeClients(described),
    fields: sort(
      [...fields].map(([coordinate, figures]) => describeField(coordinate, figures)),
      ({ coordinate }) => coordinate,
    ),
  };
}

/** Lists the recordings of a day. */
export function listRecordings(sums: ReadonlyMap<string, number>): readonly UsageRecording[] {
  return [...sums].flatMap(([text, count]) => {
    const key = readUsageKey(text);
    if (key?.kind !== 'recording') return [];
    const { client, operation, document, variables } = key;
    return [{ client, operation, document, variables, count }];
  });
}

function describeOperation(
  { operation, byClient }: OperationSums,
  uses: readonly string[],
): OperationUsage {
  const all: Figures = new Map();
  for (const { figures } of byClient.values()) {
    for (const [figure, amount] of figures) add(all, figure, amount);
  }
  const clients = sort(
    [...byClient.values()].map(({ client, figures }) => ({ ...client, ...pickRequests(figures) })),
    nameClient,
  );
  const requests = pickRequests(all);
  return {
    ...operation,
    ...requests,
    meanMs: meanMs(all, requests.requests),
    buckets: listBuckets(all),
    clients,
    uses,
  };
}

function describeClients(operations: readonly OperationUsage[]): readonly ClientUsage[] {
  const clients = new Map<string, UsageClient & RequestFigures & { operations: number }>();
  for (const operation of operations) {
    for (const { name, version, requests, partial, failed } of operation.clients) {
      const key = nameClient({ name, version });
      const none = { name, version, operations: 0, requests: 0, partial: 0, failed: 0 };
      const own = clients.get(key) ?? none;
      clients.set(key, own);
      own.operations += 1;
      own.requests += requests;
      own.partial += partial;
      own.failed += failed;
    }
  }
  return sort([...clients.values()], nameClient);
}

function describeField(coordinate: string, figures: Figures): FieldUsage {
  const fetches = figures.get('fetches') ?? 0;
  return {
    coordinate,
    requests: (figures.get('requests') ?? 0) + (figures.get('otherRequests') ?? 0),
    sampled: figures.get('sampled') ?? 0,
    sampledNulls: figures.get('nulls') ?? 0,
    errors: figures.get('errors') ?? 0,
    sampledFetches: fetches,
    ...(fetches > 0 && {
      meanFetchMs: meanMs(figures, fetches),
      fetchBuckets: listBuckets(figures),
    }),
  };
}

/** The most requests first, and what has equally many by name. */
function sort<Row extends { readonly requests: number }>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): readonly Row[] {
  return rows.toSorted(
    (one, other) => other.requests - one.requests || (nameOf(one) < nameOf(other) ? -1 : 1),
  );
}

function nameClient({ name, version }: UsageClient): string {
  return JSON.stringify([name, version]);
}

function pickRequests(figures: Figures): RequestFigures {
  return {
    requests: figures.get('requests') ?? 0,
    partial: figures.get('partial') ?? 0,
    failed: figures.get('failed') ?? 0,
  };
}

function meanMs(figures: Figures, count: number): number {
  return count === 0 ? 0 : Math.round((figures.get('us') ?? 0) / count) / 1_000;
}

function listBuckets(figures: Figures): readonly number[] {
  return Array.from(
    { length: latencyBoundsMs.length + 1 },
    (_, index) => figures.get(`b${index}`) ?? 0,
  );
}

function add(figures: Figures, figure: string, amount: number): void {
  figures.set(figure, (figures.get(figure) ?? 0) + amount);
}
