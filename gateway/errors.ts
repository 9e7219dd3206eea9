// The one table of error codes that clients of the gateway can see; docs/errors.md shows it.

import type { ErrorEntry } from './error-entry.ts';

const input = {
  origin: 'client',
  fromSubgraph: 'own message',
} as const satisfies Partial<ErrorEntry>;
const rest = {
  origin: 'upstream',
  fromSubgraph: 'fixed message',
} as const satisfies Partial<ErrorEntry>;
const subgraph = { origin: 'upstream' } as const satisfies Partial<ErrorEntry>;
const refused = (status: number) => ({ origin: 'client', status }) as const;

/** Every code with its meaning. A code that is not here never leaves the gateway. */
export const errorTable = {
  BAD_REQUEST: {
    ...refused(400),
    meaning: 'The HTTP request is not a GraphQL request.',
    remedy: 'Read the message; send JSON with `query` by POST, or `query` as a parameter by GET.',
  },
  GRAPHQL_PARSE_FAILED: {
    ...refused(400),
    meaning: 'The document is not GraphQL.',
    remedy: 'Fix the syntax at the given location.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    ...refused(400),
    meaning: 'The document does not fit the schema.',
    remedy: 'Check the operation against the schema, in your build.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    ...refused(400),
    meaning: 'It is not clear which operation of the document is meant.',
    remedy: 'Send the `operationName` of an operation in the document.',
  },
  BAD_USER_INPUT: {
    ...input,
    status: 400,
    meaning: 'A variable, an argument or a header has a value that does not fit.',
    remedy: 'Send what the message expects.',
  },
  SUBSCRIPTIONS_NOT_SUPPORTED: {
    ...refused(400),
    meaning: 'This gateway does not execute subscriptions.',
    remedy: 'Poll with a query.',
  },
  DEFER_NOT_SUPPORTED: {
    ...refused(400),
    meaning: 'This gateway does not deliver parts of an answer: no @defer and no @stream.',
    remedy: 'Leave the directive out, or send two operations.',
  },
  MAX_BATCH_LIMIT: {
    ...refused(400),
    meaning: 'The batch holds too many operations.',
    remedy: 'Send fewer operations in one request.',
  },
  MAX_TOKENS_LIMIT: {
    ...refused(400),
    meaning: 'The document has too many tokens.',
    remedy: 'Split the operation.',
  },
  MAX_DEPTH_LIMIT: {
    ...refused(400),
    meaning: 'The document or its variables are nested too deeply.',
    remedy: 'Flatten the operation.',
  },
  MAX_ALIASES_LIMIT: {
    ...refused(400),
    meaning: 'The operation uses too many aliases, counted after its fragments are expanded.',
    remedy: 'Use a field that takes a list, or split the operation.',
  },
  MAX_SELECTIONS_LIMIT: {
    ...refused(400),
    meaning: 'The operation selects too many fields, counted after its fragments are expanded.',
    remedy: 'Split the operation; do not nest fragments that spread each other several times.',
  },
  MAX_HEIGHT_LIMIT: {
    ...refused(400),
    meaning: 'The operation has too many fields, counted after its fragments are expanded.',
    remedy: 'Split the operation.',
  },
  MAX_ROOT_FIELDS_LIMIT: {
    ...refused(400),
    meaning: 'The operation has too many root fields, counted after its fragments are expanded.',
    remedy: 'Use a field that takes a list, or split the operation.',
  },
  MAX_DIRECTIVES_LIMIT: {
    ...refused(400),
    meaning: 'The operation uses too many directives, counted after its fragments are expanded.',
    remedy: 'Put a condition on the fragment instead of on each of its fields.',
  },
  MAX_INTROSPECTION_DEPTH_LIMIT: {
    ...refused(400),
    meaning: "The operation asks for lists of the schema's description within each other.",
    remedy: 'Read types by `__schema.types` and put them together yourself.',
  },
  COST_ESTIMATED_TOO_EXPENSIVE: {
    ...refused(400),
    meaning: 'The operation is estimated to cost more than it may.',
    remedy: 'Ask for fewer items at a time, or split the operation; see docs/budgets.md.',
  },
  REST_BUDGET_EXCEEDED: {
    ...refused(400),
    meaning: 'The operation may take more REST calls than its budget.',
    remedy: 'Ask for fewer items at a time, or split the operation; see docs/budgets.md.',
  },
  QUERY_TOO_COMPLEX: {
    ...refused(400),
    meaning: 'The operation takes too much to plan.',
    remedy: 'Split the operation; select less of interfaces and unions at a time.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    ...refused(200),
    meaning: 'No document with this hash is known.',
    remedy: 'Send the document along with its hash, once; clients of Apollo do so by themselves.',
  },
  PERSISTED_QUERY_HASH_MISMATCH: {
    ...refused(400),
    meaning: 'The hash is not that of the document.',
    remedy: 'Send the SHA-256 of the document as it is sent, in lower-case hex.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    ...refused(200),
    meaning: 'This gateway does not keep persisted queries.',
    remedy: 'Send the document itself.',
  },
  UNAUTHENTICATED: {
    ...input,
    status: 401,
    meaning: 'The token or the API key does not prove who you are, or one is needed.',
    remedy: 'Get a new one; where none is needed, without one the request counts as anonymous.',
  },
  FORBIDDEN: {
    ...refused(403),
    meaning: 'The API key does not grant the market or brand that is asked for.',
    remedy: 'Ask for one that the message names, or get the key another grant.',
  },
  UNAUTHORIZED_FIELD_OR_TYPE: {
    ...input,
    status: 403,
    meaning: 'A type or field is selected that needs scopes or policies which the caller lacks.',
    remedy: 'Get a token with what the error names, or do not select it.',
  },
  ROUTE_NOT_FOUND: {
    ...refused(404),
    meaning: 'There is nothing at this path.',
    remedy: 'GraphQL is at /graphql.',
  },
  METHOD_NOT_ALLOWED: {
    ...refused(405),
    meaning: 'The method is not allowed here.',
    remedy: 'Use a method of the Allow header; mutations go by POST only.',
  },
  NOT_ACCEPTABLE: {
    ...refused(406),
    meaning: 'The Accept header asks for something that this gateway does not write.',
    remedy: 'Accept application/json or application/graphql-response+json.',
  },
  PAYLOAD_TOO_LARGE: {
    ...refused(413),
    meaning: 'The request body is too large, possibly only after it is decompressed.',
    remedy: 'Send less.',
  },
  RESPONSE_TOO_LARGE: {
    ...refused(413),
    meaning: 'The answer is larger than the platform that the gateway runs on lets through.',
    remedy: 'Ask for less at a time, or accept gzip. A mutation was executed all the same.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    ...refused(415),
    meaning: 'The body is not of a type, charset or encoding that is read.',
    remedy: 'Send application/json in UTF-8, plain or gzip.',
  },
  RATE_LIMITED: {
    ...refused(429),
    meaning: 'The caller has taken what a minute has for them.',
    remedy: 'Wait for the seconds of the Retry-After header; see docs/budgets.md.',
  },
  MARKET_UNKNOWN: { ...input, meaning: 'There is no such market.', remedy: 'See `markets`.' },
  VARIANT_UNKNOWN: {
    ...input,
    meaning: 'There is no such model variant.',
    remedy: 'See `searchModelVariants`.',
  },
  VARIANT_NOT_IN_MARKET: {
    ...input,
    meaning: 'The model variant is not sold in this market.',
    remedy: 'See `ModelVariant.markets`.',
  },
  VARIANT_NOT_PRICED: {
    ...input,
    meaning: 'The model variant has no price in this market.',
    remedy: 'See `VariantPrice.notPriced` for the reason.',
  },
  ENGINE_UNKNOWN: {
    ...input,
    meaning: 'There is no such engine.',
    remedy: 'See `ModelVariant.engine`.',
  },
  ITEM_UNKNOWN: {
    ...input,
    meaning: 'An option code is not known for this variant and market.',
    remedy: 'See `ModelVariant.selectables`.',
  },
  NO_PRICE_LIST: {
    ...input,
    meaning: 'No price list is valid on this day.',
    remedy: 'Send another `x-marque-price-date`; see `priceLists`.',
  },
  VIN_INVALID: {
    ...input,
    meaning: 'This is not a vehicle identification number of the group.',
    remedy: 'Check it: 17 characters, without I, O and Q.',
  },
  VIN_CHECK_DIGIT_MISMATCH: {
    ...input,
    meaning: 'The check digit is wrong in a market that requires it.',
    remedy: 'Check the number for a typing error.',
  },
  CONFIGURATION_STALE: {
    ...input,
    meaning: 'The configuration is of a catalogue that is no longer kept.',
    remedy: 'Start again from `ModelVariant.initialConfiguration`.',
  },
  CONFIGURATION_INVALID: {
    ...input,
    meaning: 'The configuration cannot be read or built.',
    remedy: 'Take configuration ids only from the graph; see `buildability`.',
  },
  CURRENCY_UNKNOWN: {
    ...input,
    meaning: 'There is no such currency.',
    remedy: 'See `Market.currency`.',
  },
  DEALER_UNKNOWN: { ...input, meaning: 'There is no such dealer.', remedy: 'See `dealers`.' },
  VEHICLE_UNKNOWN: {
    ...input,
    meaning: 'There is no such vehicle.',
    remedy: 'Check the VIN; see `garage`.',
  },
  MILEAGE_BELOW_KNOWN: {
    ...input,
    meaning: 'The mileage is below the one that is known.',
    remedy: 'Check the figure.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    ...input,
    meaning: 'The idempotency key was used for another input before.',
    remedy: 'Choose a new key for a new write.',
  },
  UPSTREAM_TIMEOUT: {
    ...rest,
    meaning: 'A service behind the graph did not answer in time.',
    remedy: 'Try again; other fields are not affected.',
  },
  UPSTREAM_UNAVAILABLE: {
    ...rest,
    meaning: 'A service behind the graph is not available at the moment.',
    remedy: 'Try again later; other fields are not affected.',
  },
  UPSTREAM_ERROR: {
    ...rest,
    meaning: 'A service behind the graph failed.',
    remedy: 'Tell its team, with the correlation id.',
  },
  UPSTREAM_INVALID_RESPONSE: {
    ...rest,
    meaning: 'A service behind the graph gave an answer that breaks its contract.',
    remedy: 'Tell its team, with the correlation id.',
  },
  SUBGRAPH_TIMEOUT: {
    ...subgraph,
    meaning: 'A subgraph did not answer in time.',
    remedy: 'Try again; other fields are not affected.',
  },
  SUBGRAPH_UNAVAILABLE: {
    ...subgraph,
    meaning: 'A subgraph is not available at the moment.',
    remedy: 'Try again later; other fields are not affected.',
  },
  SUBGRAPH_INVALID_RESPONSE: {
    ...subgraph,
    meaning: 'A subgraph gave an answer that does not fit its schema or is not GraphQL.',
    remedy: 'Tell its team, with the correlation id.',
  },
  SUBGRAPH_RESPONSE_TOO_LARGE: {
    ...subgraph,
    meaning: 'A subgraph answered with more bytes than are accepted.',
    remedy: 'Ask for less at a time.',
  },
  SUBGRAPH_ERROR: {
    ...subgraph,
    meaning: 'A subgraph failed.',
    remedy: 'Tell its team, with the correlation id.',
  },
  IDENTITY_UNAVAILABLE: {
    origin: 'gateway',
    status: 503,
    meaning: 'Tokens or API keys cannot be checked at the moment.',
    remedy: 'Try again later.',
  },
  OVERLOADED: {
    origin: 'gateway',
    status: 503,
    meaning: 'The gateway has more to do than it can answer in time.',
    remedy: 'Try again after the seconds of the Retry-After header.',
  },
  PLANNER_OVERLOADED: {
    origin: 'gateway',
    status: 503,
    meaning: 'Too many new operations wait to be planned.',
    remedy: 'Try again; operations that are known are not affected.',
  },
  QUERY_PLAN_FAILED: {
    origin: 'gateway',
    status: 500,
    meaning: 'The operation cannot be planned.',
    remedy: 'Report it, with the operation and the correlation id.',
  },
  DEADLINE_EXCEEDED: {
    origin: 'gateway',
    status: 504,
    meaning: 'The answer was not ready in the time that the gateway has for one.',
    remedy: 'Try again, or ask for less at a time. A mutation may have been executed.',
  },
  INTERNAL_SERVER_ERROR: {
    origin: 'gateway',
    status: 500,
    meaning: 'The gateway failed.',
    remedy: 'Report it, with the correlation id.',
  },
} as const satisfies Record<string, ErrorEntry>;

/** A code of the table. */
export type ErrorCode = keyof typeof errorTable;

/** Looks a code up; `undefined` for one that must not leave the gateway. */
export function findErrorEntry(code: unknown): ErrorEntry | undefined {
  return typeof code === 'string' && Object.hasOwn(errorTable, code)
    ? errorTable[code as ErrorCode]
    : undefined;
}
