// Picks the wording of a text that the catalogue holds in several languages.
import type { LocalizedText } from '../catalogue/rows/sourced.ts';

/** In the first of `languages` that the text has, else in English. Pass the asked one first, then the market's. */
export function localize(text: LocalizedText, languages: readonly (string | undefined)[]): string {
  for (const language of languages) {
    const wording = language === undefined ? undefined : text[language];
    if (wording !== undefined) return wording;
  }
  return text.en;
}
