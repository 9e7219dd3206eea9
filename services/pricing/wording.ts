// Words that this service adds to the catalogue's own, and how rates are written.
import type { LocalizedText } from '../catalogue/rows/sourced.ts';
import { formatScaled } from '../server/money.ts';

/** Name of the value added tax. */
export const vatName: LocalizedText = {
  en: 'Value added tax',
  de: 'Mehrwertsteuer',
  fr: 'Taxe sur la valeur ajoutée',
  nl: 'Belasting over de toegevoegde waarde',
  it: 'Imposta sul valore aggiunto',
  ja: '消費税',
};

/** Name of the delivery charge's line. */
export const deliveryName: LocalizedText = {
  en: 'Delivery',
  de: 'Überführung',
  fr: 'Mise à disposition',
  nl: 'Rijklaar maken',
  it: 'Messa su strada',
  ja: '納車費用',
};

/** Hundredths of a percent as a decimal string without trailing zeros: 1900 is `19`, 810 is `8.1`. */
export function formatPercent(basisPoints: number): string {
  return formatScaled(BigInt(basisPoints), 2).replace(/\.?0+$/, '');
}
