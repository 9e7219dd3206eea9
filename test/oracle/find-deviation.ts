// Says in what a gateway's answer deviates from what is right.
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';

/** An answer as it is sent. */
export interface SentAnswer {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
}

type Path = readonly (string | number)[];

/**
 * Undefined if the data is the same, in the same order; if a client is told of every null that is an
 * error; and if it is told of no misfit where there is none. Inputs of fields may fail beside that.
 */
export function findDeviation(ours: SentAnswer, truth: ExecutionResult): string | undefined {
  // Objects of graphql-js have no prototype, and its errors are no plain objects.
  const right = JSON.parse(JSON.stringify(truth)) as SentAnswer;
  if (JSON.stringify(ours.data) !== JSON.stringify(right.data)) return 'the data differs';
  const known = ours.errors ?? [];
  const places = (right.errors ?? []).map(({ path = [] }) => findNull(right.data, path));
  const untold = places.find((place) => !known.some(({ path = [] }) => overlaps(path, place)));
  if (untold) return `no error tells of the null at ${untold.join('.')}`;
  const madeUp = known.find(
    (error) => isMisfit(error) && !places.some((place) => overlaps(error.path ?? [], place)),
  );
  return madeUp && `an error at ${madeUp.path?.join('.')} tells of a misfit that is none`;
}

/** Whether one path is the beginning of the other. */
export function overlaps(one: Path, other: Path): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length).every((segment, index) => segment === other[index]);
}

/** Where in the data an error shows as null, which may be far above it. */
function findNull(data: unknown, path: Path): Path {
  let value: unknown = data;
  for (const [depth, segment] of path.entries()) {
    if (typeof value !== 'object' || value === null) return path.slice(0, depth);
    value = (value as Readonly<Record<string | number, unknown>>)[segment];
  }
  return path;
}

/** Found by the gateway in data that was fetched; what a subgraph is to blame for names it. */
function isMisfit({ extensions }: GraphQLFormattedError): boolean {
  return (
    extensions?.['code'] === 'SUBGRAPH_INVALID_RESPONSE' && extensions['service'] === undefined
  );
}
