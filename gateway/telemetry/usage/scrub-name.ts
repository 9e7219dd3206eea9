// Keeps what identifies a person or a secret out of names that clients choose.

// Letters of a VIN exclude I, O and Q (ISO 3779).
const vin = /[A-HJ-NPR-Z0-9]{17}/i;
const email = /[^\s@]@[\w.-]+\.[a-z]{2,}/i;
const longNumber = /\d{6}/;
const minSecretLength = 16;
const minSecretDigits = 3;

/** What stands in the place of such a name. */
export const redactedName = 'redacted';

/**
 * Gives the name of an operation or client back, or `redacted` if it looks like a VIN, an e-mail address, a
 * number of a person or thing, or a token. People who name operations put few digits into their names.
 */
export function scrubName(name: string): string {
  return longNumber.test(name) || hasSecret(name, minSecretDigits) ? redactedName : name;
}

/** As for a name; builds are told apart by long numbers and digests, which may stay. */
export function scrubVersion(version: string): string {
  const looksLikeVin = vin.test(version) && /\d{5}/.test(version) && /[g-z]/i.test(version);
  return looksLikeVin || email.test(version) ? redactedName : version;
}

function hasSecret(name: string, minDigits: number): boolean {
  if (email.test(name)) return true;
  return name
    .split(/[^A-Za-z0-9]+/)
    .some(
      (piece) => piece.length >= minSecretLength && piece.replaceAll(/\D/g, '').length >= minDigits,
    );
}
