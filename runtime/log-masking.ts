// Takes secrets and whole VINs out of what is about to be logged.

const secretKey = /authorization|cookie|token|secret|passw(or)?d|api[-_]?key|credential/i;
// Letters of a VIN exclude I, O and Q (ISO 3779).
const vin =
  /(?<![A-Za-z0-9])[A-HJ-NPR-Za-hj-npr-z0-9]{13}([A-HJ-NPR-Za-hj-npr-z0-9]{4})(?![A-Za-z0-9])/g;
// API keys of the gateway, of which the id may be told, and JSON Web Tokens.
const credential = /(mqk_[0-9a-z]{16}_)[0-9a-z]+|\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const redacted = '[redacted]';
const maxDepth = 6;

/** Masks API keys and tokens in a text, and every VIN but for its last four characters. */
export function maskText(text: string): string {
  if (text.length < 17) return text;
  const safe =
    text.includes('mqk_') || text.includes('eyJ')
      ? text.replace(credential, (_all, id: string | undefined) => (id ?? '') + redacted)
      : text;
  return safe.replace(vin, '*************$1');
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
