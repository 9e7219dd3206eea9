// Building blocks of every service's REST contract. A schema with a `title` becomes a named component of the
// OpenAPI document, from which the subgraphs' client types are generated.
import { Type, type TSchema } from 'typebox';

/** `T | null`: the house style answers null, never leaves a field out. */
export function nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** Where a row comes from, and so how far it may be trusted. */
export const sourced = {
  provenance: Type.Enum(['REAL', 'DERIVED', 'SYNTHETIC']),
  source: Type.String(),
};

/** First and last day of validity, both included; `validTo: null` is open-ended. */
export const validity = {
  validFrom: Type.String({ format: 'date' }),
  validTo: nullable(Type.String({ format: 'date' })),
};

export const money = Type.Object(
  {
    /** Decimal with exactly the currency's minor units. */
    amount: Type.String({ pattern: '^-?\\d+(\\.\\d+)?$' }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  },
  { title: 'Money' },
);

export const amount = Type.Object({ net: money, gross: money }, { title: 'Amount' });

/** RFC 9457. `code` is stable and the field that programs match on. */
export const problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.Optional(Type.String()),
    instance: Type.Optional(Type.String()),
    /** Which input was at fault, as a JSON pointer or a parameter's name. */
    parameter: Type.Optional(Type.String()),
  },
  { title: 'Problem' },
);

/** Answer of a batch read: items in any order, and the ids that nothing was found for. */
export function batchOf<T extends TSchema>(item: T) {
  return Type.Object({ items: Type.Array(item), notFound: Type.Array(Type.String()) });
}

/** Answer of a list read: `nextPageToken: null` is the last page. */
export function pageOf<T extends TSchema>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    nextPageToken: nullable(Type.String()),
    total: Type.Integer(),
  });
}

/** At most 100 comma-separated ids of `[A-Za-z0-9._~-]`. */
export const idsParameter = Type.String({
  minLength: 1,
  maxLength: 12_000,
  pattern: '^[A-Za-z0-9._~-]+(,[A-Za-z0-9._~-]+){0,99}$',
});
export const idPattern = '^[A-Za-z0-9._~-]{1,400}$';

/** The dimensions that any read may take. */
export const dimensions = {
  market: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
  language: Type.Optional(Type.String({ pattern: '^[a-z]{2}$' })),
  at: Type.Optional(Type.String({ format: 'date' })),
};
