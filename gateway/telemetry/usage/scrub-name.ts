// Keeps what identifies a person or a secret out of names that clients choose.

// Letters of a VIN exclude I, O and Q (ISO 3779).
const vin = /[A-HJ-NPR-Z0-9]{17}/i;
const email = /[^\s@]@[\w.-]+\.[a-z]{2,}/i;
const longNumber = /\d{6}/;
const minSecretLength = 16;
const minSecretDigits = 4;
// What people write changes between small and capital letters once in a word, what is random all the time.
const word = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g;
const minWordLength = 2.5;

/** What stands in the place of such a name. */
const redactedName = 'redacted';

/**
 * Gives the name of an operation or client back, or `redacted` if it looks like a VIN, an e-mail address, a
 * number of a person or thing, or a token. People who name operations put few digits into their names.
 */
export function scrubName(name: string): string {
  return longNumber.test(name) || hasSecret(name) ? redactedName : name;
}

/** As for a name; builds are told apart by long numbers and digests, which may stay. */
export function scrubVersion(version: string): string {
  const looksLikeVin = vin.test(version) && /\d{5}/.test(version) && /[g-z]/i.test(version);
  return looksLikeVin || email.test(version) ? redactedName : version;
}

function hasSecret(name: string): boolean {
  return email.test(name) || name.split(/[^A-Za-z0-9]+/).some(looksRandom);
}

function looksRandom(piece: string): boolean {
  if (piece.length < minSecretLength) return false;
  const digitCount = piece.replaceAll(/\D/g, '').length;
  const wordCount = piece.match(word)?.length ?? 1;
  return digitCount >= minSecretDigits || piece.length / wordCount < minWordLength;
}
