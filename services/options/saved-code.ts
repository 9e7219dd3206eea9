// Codes that people read out and type in: eight characters, none that looks like another.

/** Gives `sizeBytes` random bytes; `crypto.randomBytes` fits. */
export type RandomBytes = (sizeBytes: number) => Uint8Array;

/** Without 0 and O, 1, I and L. */
const characters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const codeLength = 8;
// Bytes from here on would favour the first characters.
const fairBytes = 256 - (256 % characters.length);

/** The form of a code, for schemas. */
export const savedCodePattern = `^[${characters}]{${codeLength}}$`;

/** Draws a code, each of the 31^8 as likely as any other. */
export function drawSavedCode(randomBytes: RandomBytes): string {
  let code = '';
  while (code.length < codeLength) {
    for (const byte of randomBytes(codeLength * 2)) {
      if (byte < fairBytes && code.length < codeLength) {
        code += characters.charAt(byte % characters.length);
      }
    }
  }
  return code;
}
