// The counts of one day, collected interval by interval: which operations and clients are told apart, and their numbers.
import type { OperationReport } from '../operation-report.ts';
import type { FieldTally } from './field-tally.ts';
import { LatencyTally } from './latency-tally.ts';
import { scrubName, scrubVersion } from './scrub-name.ts';
import {
  nameUsageOperation,
  type UsageClient,
  type UsageOperation,
  writeUsageKey,
} from './usage-keys.ts';
import type { UsageLoss } from './usage-recorder.ts';
import type { UsedOperation } from './used-operation.ts';

/** What a period stands on. */
export interface UsagePeriodOptions {
  readonly day: string;
  readonly digest: (query: string) => string;
  readonly tallyOf: (coordinate: string) => FieldTally;
  readonly lose: (reason: UsageLoss, amount: number) => void;
  readonly onCrowded: () => void;
}

/** Numbers of one operation by one client within one interval. */
class PairTally {
  /** Of all requests; slow ones take their place in its buckets. */
  readonly times = new LatencyTally();
  /** Requests with data and errors. */
  partial = 0;
  /** Requests without data. */
  failed = 0;
}

/** An operation of the day. */
interface OperationSlot {
  readonly owner: object;
  readonly identity: UsageOperation;
  /** Undefined for the one of all that are not told apart. */
  readonly used: UsedOperation | undefined;
  /** For how many more intervals the store need not be told what it selects. */
  quietIntervals: number;
  pairs: Map<UsageClient, PairTally>;
}

const maxOperations = 1_000;
const maxClients = 200;
const maxPairs = 10_000;
const maxRecordings = 500;
const maxRecordingCharacters = 50_000;
// Told again now and then, in case a store has lost it.
const intervalsBetweenSelections = 360;
const otherClient: UsageClient = { name: 'other', version: '' };
const otherOperation: UsageOperation = { hash: 'other', name: 'other', type: '' };
const unknownClientName = 'unknown';

/** One day as far as it is counted. */
export class UsagePeriod {
  readonly day: string;
  readonly #options: UsagePeriodOptions;
  /** What operations remember of the period: they may outlive it by days. */
  readonly #mark = {};
  readonly #slots = new Map<string, OperationSlot>();
  readonly #other: OperationSlot;
  readonly #clients = new Map<string, Map<string, UsageClient>>();
  readonly #knownRecordings = new Set<string>();
  #recordings = new Map<string, number>();
  #clientCount = 0;
  #pairCount = 0;

  constructor(options: UsagePeriodOptions) {
    this.#options = options;
    this.day = options.day;
    this.#other = this.#createSlot(otherOperation, undefined);
  }

  count(used: UsedOperation, { context, times, query }: OperationReport): void {
    const known = used.slot;
    const slot =
      known?.owner === this.#mark ? (known as OperationSlot) : this.#findSlot(used, query);
    const { client, record } = context ?? {};
    const pair = this.#findPair(slot, this.#findClient(client?.name, client?.version));
    pair.times.add((times.answeredAtMs ?? times.readAtMs) - times.receivedAtMs);
    if (record?.execution === 'partial') pair.partial += 1;
    else if (record?.execution !== 'complete') pair.failed += 1;
    if (slot !== this.#other) return;
    for (const coordinate of used.coordinates) this.#options.tallyOf(coordinate).otherRequests += 1;
  }

  keepRecording(used: UsedOperation, { context, query, variables }: OperationReport): void {
    const { digest, lose } = this.#options;
    const recorded = used.record(variables);
    const key = writeUsageKey({
      kind: 'recording',
      client: this.#findClient(context?.client.name, context?.client.version),
      operation: used.identify(query, digest),
      ...recorded,
    });
    const isKnown = this.#knownRecordings.has(key);
    if (
      !isKnown &&
      (this.#knownRecordings.size >= maxRecordings || key.length > maxRecordingCharacters)
    ) {
      lose('recordings', 1);
      return;
    }
    this.#knownRecordings.add(key);
    this.#recordings.set(key, (this.#recordings.get(key) ?? 0) + 1);
  }

  /** Takes the numbers of the interval, those of the fields included, and begins the next one. */
  take(tallies: ReadonlyMap<string, FieldTally>): Map<string, number> {
    const counts = this.#recordings;
    this.#recordings = new Map();
    for (const slot of [...this.#slots.values(), this.#other]) takeSlot(slot, counts);
    this.#pairCount = 0;
    for (const [coordinate, tally] of tallies) takeField(coordinate, tally, counts);
    return counts;
  }

  readFigures() {
    return {
      operations: this.#slots.size,
      clients: this.#clientCount,
      pairs: this.#pairCount,
      recordings: this.#knownRecordings.size,
    };
  }

  #findSlot(used: UsedOperation, query: string | undefined): OperationSlot {
    const identity = used.identify(query, this.#options.digest);
    const name = nameUsageOperation(identity);
    let slot = this.#slots.get(name);
    if (!slot) {
      if (this.#slots.size >= maxOperations) return this.#other;
      slot = this.#createSlot(identity, used);
      this.#slots.set(name, slot);
    }
    used.slot = slot;
    return slot;
  }

  #createSlot(identity: UsageOperation, used: UsedOperation | undefined): OperationSlot {
    return { owner: this.#mark, identity, used, quietIntervals: 0, pairs: new Map() };
  }

  #findClient(name = unknownClientName, version = ''): UsageClient {
    const known = this.#clients.get(name)?.get(version);
    if (known) return known;
    if (this.#clientCount >= maxClients) return otherClient;
    const client = { name: scrubName(name), version: scrubVersion(version) };
    const versions = this.#clients.get(name) ?? new Map<string, UsageClient>();
    this.#clients.set(name, versions.set(version, client));
    this.#clientCount += 1;
    return client;
  }

  #findPair(slot: OperationSlot, client: UsageClient): PairTally {
    const known = slot.pairs.get(client);
    if (known) return known;
    this.#pairCount += 1;
    if (this.#pairCount === Math.floor(maxPairs / 2)) this.#options.onCrowded();
    const told = this.#pairCount > maxPairs ? otherClient : client;
    const pair = slot.pairs.get(told) ?? new PairTally();
    slot.pairs.set(told, pair);
    return pair;
  }
}

function takeSlot(slot: OperationSlot, counts: Map<string, number>): void {
  if (slot.pairs.size === 0) return;
  const { identity: operation, used } = slot;
  for (const [client, { times, partial, failed }] of slot.pairs) {
    const add = createAdder(counts, (figure) =>
      writeUsageKey({ kind: 'operation', client, operation, figure }),
    );
    add('partial', partial);
    add('failed', failed);
    addTimes(add, 'requests', times);
  }
  slot.pairs = new Map();
  if (!used) return;
  slot.quietIntervals -= 1;
  if (slot.quietIntervals > 0) return;
  slot.quietIntervals = intervalsBetweenSelections;
  counts.set(writeUsageKey({ kind: 'selection', operation, coordinates: used.coordinates }), 1);
}

function takeField(coordinate: string, tally: FieldTally, counts: Map<string, number>): void {
  const { sampled, nulls, errors, otherRequests, fetches } = tally;
  if (sampled + errors + otherRequests + fetches.count === 0) return;
  const add = createAdder(counts, (figure) => writeUsageKey({ kind: 'field', coordinate, figure }));
  add('sampled', sampled);
  add('nulls', nulls);
  add('errors', errors);
  add('otherRequests', otherRequests);
  addTimes(add, 'fetches', fetches);
  tally.sampled = 0;
  tally.nulls = 0;
  tally.errors = 0;
  tally.otherRequests = 0;
  tally.fetches = new LatencyTally();
}

type Add = (figure: string, amount: number) => void;

function createAdder(counts: Map<string, number>, keyOf: (figure: string) => string): Add {
  return (figure, amount) => {
    if (amount === 0) return;
    const key = keyOf(figure);
    // Different texts may be scrubbed to one.
    counts.set(key, (counts.get(key) ?? 0) + amount);
  };
}

function addTimes(add: Add, countFigure: string, times: LatencyTally): void {
  add(countFigure, times.count);
  add('us', times.microseconds);
  for (const [index, amount] of times.buckets?.entries() ?? []) add(`b${index}`, amount);
}
