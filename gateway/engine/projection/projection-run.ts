// What one projection of data keeps track of.
import type { GraphQLSchema } from 'graphql';

import type { AccessRule } from '../../guard/protected-coordinates.ts';

/** A value that cannot be answered. */
export interface ProjectionFault {
  /** `missing`: there is nothing where something has to be. `wrong`: it does not fit its type. */
  readonly kind: 'missing' | 'wrong';
  readonly path: AnswerPath;
}

/** A place whose value the caller may not see. */
export interface ProjectionDenial {
  readonly path: AnswerPath;
  /** Those that the caller does not satisfy. */
  readonly rules: readonly AccessRule[];
}

type AnswerPath = readonly (string | number)[];

/** The state of one run. */
export interface ProjectionRun {
  /** For each level of lists, the index that is being written. */
  readonly indices: number[];
  readonly faults: ProjectionFault[];
  readonly denials: ProjectionDenial[];
  /** As the client sent them, for introspection. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly schema: GraphQLSchema;
}

/**
 * Writes a value as JSON text. Undefined means that it cannot be written, which is then recorded
 * as a fault, and that whatever is around it may have to be null.
 */
export type WriteValue = (value: unknown, run: ProjectionRun) => string | undefined;

/** Where in the answer a value is; `key` is absent for the elements of a list. */
export interface Place {
  readonly around: Place | undefined;
  readonly key?: string;
  /** How many lists are around it, itself included if it is an element. */
  readonly listLevel: number;
}

/** Records a fault at a place, at the indices that are being written. Always gives undefined. */
export function recordFault(
  run: ProjectionRun,
  kind: ProjectionFault['kind'],
  place: Place,
): undefined {
  run.faults.push({ kind, path: findPath(run, place) });
}

// Each item of a list may be denied; of so many, a client learns no more than of these.
const maxDenials = 200;

/** Records that a place is withheld, at the indices that are being written. Always gives undefined. */
export function recordDenial(
  run: ProjectionRun,
  rules: readonly AccessRule[],
  place: Place,
): undefined {
  if (run.denials.length < maxDenials) run.denials.push({ rules, path: findPath(run, place) });
}

function findPath(run: ProjectionRun, place: Place): AnswerPath {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at?.around; at = at.around) {
    path.unshift(at.key ?? run.indices[at.listLevel] ?? 0);
  }
  return path;
}
