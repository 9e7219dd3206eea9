// Text of others, such as a service's, before it reaches a terminal that obeys control characters.

// C0 and C1 but for line breaks and tabs, and what reverses the reading direction.
const control = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/** Makes every control character visible instead of effective. */
export function toPrintable(text: string): string {
  return text.replace(
    control,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
