// Takes secrets and whole VINs out of what is about to be logged.

const secretKey = /authorization|cookie|token|secret|passw(or)?d|api[-_]?key|credential/i;
const vinLength = 17;
const shownLength = 4;
const run = /[A-Za-z0-9]{17,}/g;
// Letters of a VIN exclude I, O and Q (ISO 3779).
const vin = /^[A-HJ-NPR-Z0-9]{17}$/i;
// Within something longer: letters of one case, a letter in the maker's code, a serial number that ends in four digits.
const gluedVin = /(?=(?=.{0,2}[A-Za-z])((?:[A-HJ-NPR-Z0-9]{13}|[a-hj-npr-z0-9]{13})[0-9]{4}))/g;
const hexDigit = /^[0-9a-f]$/i;
const hexDigits = /^[0-9a-f]*$/i;
// API keys of the gateway, of which the id may be told, and JSON Web Tokens.
const credential = /(mqk_[0-9a-z]{16}_)[0-9a-z]+|\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const redacted = '[redacted]';
const maxDepth = 6;

/**
 * Masks API keys and tokens in a text, and every VIN but for its last four characters. What stands by itself, between characters that are
 * neither letter nor digit, is one if it has 17 characters of a VIN's alphabet. Within a longer run a VIN has a letter in
 * its first three places, no letters of both cases, four digits at its end, and something in it that is no hex digit:
 * hashes, trace ids and UUIDs stay as they are, and so does a VIN all of hex digits that is glued to further ones.
 * Where it cannot be told which 17 characters are the VIN, more is masked.
 */
export function maskText(text: string): string {
  if (text.length < vinLength) return text;
  const safe =
    text.includes('mqk_') || text.includes('eyJ')
      ? text.replace(credential, (_all, id: string | undefined) => (id ?? '') + redacted)
      : text;
  return safe.replace(run, maskRun);
}

function maskRun(text: string): string {
  if (text.length === vinLength) return vin.test(text) ? hideAll(text) : text;
  if (hexDigits.test(text)) return text;
  let masked = '';
  let writtenTo = 0;
  // Of several that overlap, only the end of the last one may be seen.
  let hidden: { from: number; to: number } | undefined;
  const write = (): void => {
    if (!hidden) return;
    const { from, to } = hidden;
    masked += text.slice(writtenTo, from) + hideAll(text.slice(from, to));
    writtenTo = to;
  };
  for (const { index, 1: found = '' } of text.matchAll(gluedVin)) {
    const end = index + vinLength;
    if (hexDigits.test(found) && hasHexNeighbour(text, index, end)) continue;
    if (hidden && index < hidden.to) {
      hidden.to = end;
      continue;
    }
    write();
    hidden = { from: index, to: end };
  }
  write();
  return masked + text.slice(writtenTo);
}

function hasHexNeighbour(text: string, from: number, to: number): boolean {
  return hexDigit.test(text.charAt(from - 1)) || hexDigit.test(text.charAt(to));
}

function hideAll(text: string): string {
  return '*'.repeat(text.length - shownLength) + text.slice(-shownLength);
}

/** Copies log fields with secrets replaced and VINs masked, errors flattened, depth bounded. */
export function maskFields(fields: object): Record<string, unknown> {
  return maskObject(fields, 0);
}

function maskObject(fields: object, depth: number): Record<string, unknown> {
  const masked: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    masked[maskText(key)] =
      secretKey.test(key) && value !== undefined ? redacted : maskValue(value, depth + 1);
  }
  return masked;
}

function maskValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maxDepth) return '[deeper]';
  if (value instanceof Error) return describeError(value, depth);
  if (Array.isArray(value)) return value.map((item) => maskValue(item, depth + 1));
  // Such as Date and URL, whose JSON is a text.
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return maskValue((value.toJSON as () => unknown)(), depth + 1);
  }
  return maskObject(value, depth);
}

function describeError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: maskText(error.message),
    ...maskObject(error, depth),
    stack: error.stack === undefined ? undefined : maskText(error.stack),
    ...(error.cause === undefined ? {} : { cause: maskValue(error.cause, depth + 1) }),
  };
}
