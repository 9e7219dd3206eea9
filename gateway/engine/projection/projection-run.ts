// What one projection of data keeps track of.
import type { GraphQLSchema } from 'graphql';

/** A value that cannot be answered. */
export interface ProjectionFault {
  /** `missing`: there is nothing where something has to be. `wrong`: it does not fit its type. */
  readonly kind: 'missing' | 'wrong';
  readonly path: readonly (string | number)[];
}

/** The state of one run. */
export interface ProjectionRun {
  /** For each level of lists, the index that is being written. */
  readonly indices: number[];
  readonly faults: ProjectionFault[];
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
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at?.around; at = at.around) {
    path.unshift(at.key ?? run.indices[at.listLevel] ?? 0);
  }
  run.faults.push({ kind, path });
}
