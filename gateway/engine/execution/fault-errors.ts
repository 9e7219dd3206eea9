// Makes errors of what could not be projected, where no subgraph's error tells of it already.
import { GraphQLError } from 'graphql';

import { errorTable } from '../../errors.ts';
import type { ProjectionFault } from '../projection/projection-run.ts';

const code = 'SUBGRAPH_INVALID_RESPONSE';
const maxErrors = 200;

/** A value that is missing within, around or at the place of a known error has been told of. */
export function createFaultErrors(
  faults: readonly ProjectionFault[],
  known: readonly GraphQLError[],
): readonly GraphQLError[] {
  const isTold = ({ kind, path }: ProjectionFault): boolean =>
    kind === 'missing' && known.some((error) => overlaps(error.path ?? [], path));
  return faults
    .filter((fault) => !isTold(fault))
    .slice(0, maxErrors)
    .map(({ path }) => new GraphQLError(errorTable[code].meaning, { path, extensions: { code } }));
}

/** Whether one path is the beginning of the other. */
function overlaps(one: readonly (string | number)[], other: readonly (string | number)[]): boolean {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    if (one[index] !== other[index]) return false;
  }
  return true;
}
