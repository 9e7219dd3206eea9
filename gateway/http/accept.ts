// Content negotiation, before anything is executed: a mutation must not run for an unusable answer.

/** A media type that the gateway writes. */
export type MediaType = 'application/json' | 'application/graphql-response+json';

/** What an answer is to be written as. */
export interface MediaTypeChoice {
  readonly mediaType: MediaType;
  /** Whether the client asked for it by name, and not by a wildcard or by saying nothing. */
  readonly isNamed: boolean;
}

interface Range {
  readonly type: string;
  /** From 0 to 1. */
  readonly weight: number;
  readonly position: number;
}

// On equal terms the first one is written.
const spoken: readonly MediaType[] = ['application/json', 'application/graphql-response+json'];

/**
 * Chooses by the Accept header as RFC 9110 says, like Apollo Server. Absent means JSON; `undefined` if
 * the client takes nothing that the gateway writes.
 */
export function chooseMediaType(accept: string | undefined): MediaTypeChoice | undefined {
  if (accept === undefined || accept.trim() === '') {
    return { mediaType: 'application/json', isNamed: false };
  }
  const ranges = accept.split(',').map(parseRange);
  const [best] = spoken
    .flatMap((mediaType) => {
      const range = findRange(ranges, mediaType);
      return range && range.weight > 0 ? [{ mediaType, range }] : [];
    })
    .sort(
      (one, other) =>
        other.range.weight - one.range.weight || one.range.position - other.range.position,
    );
  return best && { mediaType: best.mediaType, isNamed: best.range.type === best.mediaType };
}

function parseRange(text: string, position: number): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const written = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const weight = written === undefined ? 1 : Number(written);
  return { type, weight: Number.isNaN(weight) ? 0 : weight, position };
}

/** The most specific range that a media type falls under; only that one counts. */
function findRange(ranges: readonly Range[], mediaType: MediaType): Range | undefined {
  return [mediaType, 'application/*', '*/*']
    .map((wanted) => ranges.find(({ type }) => type === wanted))
    .find((range) => range !== undefined);
}
