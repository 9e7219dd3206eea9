// Reads what a batch read or a calculation answered, entry by entry: one bad entry fails no other.
import type { HttpReply } from '../../runtime/http/http-client.ts';
import { createContractError, toEntryError } from './rest-errors.ts';
import { parseJsonBody } from './rest-json.ts';
import type { RestSchema, SchemaCheck } from './rest-schema.ts';

/**
 * Answers by id: a row, null for none, or the error of this one entry. An id that is not in it was
 * neither answered nor reported as not found.
 */
export type RestOutcomes<Row> = ReadonlyMap<string, Row | null | Error>;

/** How to read the entries of a reply. */
export interface RestEntries<Row> {
  readonly service: string;
  /** The ids that were asked for; others are left out. */
  readonly ids: readonly string[];
  readonly schema: RestSchema<Row>;
  readonly idOf: (row: Row) => string;
  readonly check: SchemaCheck;
}

interface EntryFailure {
  readonly key: string;
  readonly code: string;
  readonly detail?: string;
}

interface Envelope {
  readonly items: readonly unknown[];
  readonly notFound?: readonly string[];
  readonly failures?: readonly EntryFailure[];
}

const text = { type: 'string' };
const failure = {
  type: 'object',
  required: ['key', 'code'],
  properties: { key: text, code: text, detail: text },
};
const envelopeSchema: RestSchema<Envelope> = {
  jsonSchema: {
    type: 'object',
    required: ['items'],
    properties: {
      items: { type: 'array' },
      notFound: { type: 'array', items: text },
      failures: { type: 'array', items: failure },
    },
  },
};

/**
 * Reads `{ items, notFound?, failures? }`. Entries that do not fit their schema leave errors at the
 * ids for which no other entry stands.
 *
 * @throws GraphQLError `UPSTREAM_INVALID_RESPONSE` if the reply is nothing of that kind.
 */
export function readEntries<Row>(reply: HttpReply, entries: RestEntries<Row>): RestOutcomes<Row> {
  const { service, ids, schema, idOf, check } = entries;
  const body = parseJsonBody(reply);
  if (!check(envelopeSchema, body)) throw createContractError(service);

  const answers = new Map<string, Row | null | Error>();
  let isWhole = true;
  for (const item of body.items) {
    if (check(schema, item)) answers.set(idOf(item), item);
    else isWhole = false;
  }
  for (const id of body.notFound ?? []) answers.set(id, null);
  for (const entry of body.failures ?? []) {
    answers.set(entry.key, toEntryError(service, entry));
  }

  const outcomes = new Map<string, Row | null | Error>();
  for (const id of ids) {
    const answer = answers.get(id);
    if (answer !== undefined) outcomes.set(id, answer);
    else if (!isWhole) outcomes.set(id, createContractError(service));
  }
  return outcomes;
}
