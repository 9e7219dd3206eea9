// Writes strings as JSON.

// Beyond this length, the runtime's own writer is faster than looking at each character.
const maxScannedLength = 40;
const quoteCode = 0x22;
const backslashCode = 0x5c;
const firstPlainCode = 0x20;
const firstSurrogateCode = 0xd800;
const lastSurrogateCode = 0xdfff;

/** Gives the same text as `JSON.stringify(text)`. */
export function quoteJson(text: string): string {
  if (text.length > maxScannedLength) return JSON.stringify(text);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (
      code === quoteCode ||
      code === backslashCode ||
      code < firstPlainCode ||
      (code >= firstSurrogateCode && code <= lastSurrogateCode)
    ) {
      return JSON.stringify(text);
    }
  }
  return `"${text}"`;
}
