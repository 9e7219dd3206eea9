// What is counted of one field between two flushes.
import { LatencyTally } from './latency-tally.ts';

/** The counts of one field; whoever has it adds to them. */
export class FieldTally {
  /** Objects of sampled answers that had the field. */
  sampled = 0;
  /** Of these, those where it was null. */
  nulls = 0;
  /** Errors of answers at the field. */
  errors = 0;
  /** Requests of operations that are not told apart. */
  otherRequests = 0;
  /** Of the fetches that brought it, for sampled requests. */
  fetches = new LatencyTally();
}
