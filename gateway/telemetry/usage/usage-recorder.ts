// Counts in memory who uses what, within fixed bounds; a request costs a few map look-ups.
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';

import type { Clock } from '../../../runtime/clock.ts';
import { createOperationDigest } from '../operation-digest.ts';
import type { OperationRecord } from '../operation-record.ts';
import type { OperationReport } from '../operation-report.ts';
import { createFetchedFields } from './fetched-fields.ts';
import { FieldTally } from './field-tally.ts';
import { UsagePeriod } from './usage-period.ts';
import { UsedOperation } from './used-operation.ts';
import { dayOf } from './usage-store.ts';

/** What was counted of one day since it was last collected. */
export interface UsageCounts {
  readonly day: string;
  /** By key, whole numbers above 0. */
  readonly counts: Map<string, number>;
}

/** Why something is not counted, or not told apart. */
export type UsageLoss = 'fields' | 'errors' | 'recordings' | 'waiting';

/** Counts operations of every engine. */
export interface UsageRecorder {
  /** For the operations of one schema, as clients see it. */
  forSchema(schema: GraphQLSchema): SchemaUsage;
  /** Counts a request that was answered. */
  record(report: OperationReport): void;
  /** Takes what was counted since this was last called, by day. */
  collect(): readonly UsageCounts[];
  lose(reason: UsageLoss, amount: number): void;
  readFigures(): UsageFigures;
}

/** What an engine tells of its operations. */
export interface SchemaUsage {
  /** Notes on the record which operation is run, and whether its fields are counted. */
  admit(record: OperationRecord, document: DocumentNode, operation: OperationDefinitionNode): void;
  /** The tally of `Type.field`, to be kept and added to. */
  tallyOf(coordinate: string): FieldTally;
  /** Counts a fetch of a sampled request for the fields that it asks for first of all. */
  recordFetch(operation: string, durationMs: number): void;
  lose(reason: UsageLoss, amount: number): void;
}

/** How much is kept at this moment, and what was lost since the start. */
export interface UsageFigures {
  readonly operations: number;
  readonly clients: number;
  readonly pairs: number;
  readonly fields: number;
  readonly recordings: number;
  readonly lost: ReadonlyMap<UsageLoss, number>;
}

/** What counting stands on. */
export interface UsageRecorderOptions {
  readonly clock: Clock;
  /** Gives a number from 0 up to 1. */
  readonly random: () => number;
  /** Share of requests of which the fields of the answer are counted, from 0 to 1. */
  readonly fieldSampleRatio: number;
  /** Share of requests that are recorded for a replay, from 0 to 1. */
  readonly recordRatio: number;
  /** Called when the counts are so many that they should be collected soon. */
  readonly onCrowded: () => void;
}

const maxFields = 20_000;
const msPerDay = 86_400_000;

/** Creates a recorder that has counted nothing yet. */
export function createUsageRecorder(options: UsageRecorderOptions): UsageRecorder {
  const { clock, random, fieldSampleRatio, recordRatio, onCrowded } = options;
  const digest = createOperationDigest();
  const tallies = new Map<string, FieldTally>();
  const beyond = new FieldTally();
  const lost = new Map<UsageLoss, number>();
  const closed: UsageCounts[] = [];
  let dayEndsAtMs = 0;

  const lose = (reason: UsageLoss, amount: number): void => {
    lost.set(reason, (lost.get(reason) ?? 0) + amount);
  };
  const tallyOf = (coordinate: string): FieldTally => {
    const known = tallies.get(coordinate);
    if (known) return known;
    if (tallies.size >= maxFields) {
      lose('fields', 1);
      return beyond;
    }
    const tally = new FieldTally();
    tallies.set(coordinate, tally);
    return tally;
  };
  const fetchedFields = createFetchedFields(tallyOf);

  const openPeriod = (): UsagePeriod => {
    const nowMs = clock.nowMs();
    dayEndsAtMs = (Math.floor(nowMs / msPerDay) + 1) * msPerDay;
    return new UsagePeriod({ day: dayOf(nowMs), digest, tallyOf, lose, onCrowded });
  };
  let period = openPeriod();
  const closeInterval = (): void => {
    const counts = period.take(tallies);
    if (counts.size > 0) closed.push({ day: period.day, counts });
  };

  return {
    lose,
    forSchema(schema) {
      const operations = new WeakMap<OperationDefinitionNode, UsedOperation>();
      return {
        lose,
        tallyOf,
        admit(record, document, operation) {
          let used = operations.get(operation);
          if (!used) {
            used = new UsedOperation(schema, document, operation);
            operations.set(operation, used);
          }
          record.usedOperation = used;
          record.isSampled = random() < fieldSampleRatio;
        },
        recordFetch: (operation, durationMs) => fetchedFields.add(schema, operation, durationMs),
      };
    },
    record(report) {
      const used = report.context?.record.usedOperation;
      if (!used) return;
      if (clock.nowMs() >= dayEndsAtMs) {
        closeInterval();
        period = openPeriod();
      }
      period.count(used, report);
      if (recordRatio > 0 && random() < recordRatio) period.keepRecording(used, report);
    },
    collect() {
      closeInterval();
      if (clock.nowMs() >= dayEndsAtMs) period = openPeriod();
      return closed.splice(0);
    },
    readFigures: () => ({ ...period.readFigures(), fields: tallies.size, lost }),
  };
}
