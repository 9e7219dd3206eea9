// Ids that say what they stand for: a configuration's is its variant, market, catalogue version and selection.

/** The catalogue's version in configuration ids; it counts up when codes or rules change their meaning. */
export const catalogueVersion = 'c1';

/** What a configuration id encodes. */
export interface ConfigurationKey {
  readonly variantId: string;
  readonly market: string;
  readonly catalogueVersion: string;
  /** Codes in ascending order, each once. */
  readonly selection: readonly string[];
}

/** What an item id encodes. */
export interface ItemKey {
  readonly variantId: string;
  readonly market: string;
  readonly code: string;
}

const configurationPattern =
  /^([a-z0-9-]{3,64})~([A-Z]{2})~([a-z0-9]{1,12})~((?:[A-Z0-9]{1,12}(?:\.[A-Z0-9]{1,12})*)?)$/;
const itemPattern = /^([a-z0-9-]{3,64})~([A-Z]{2})~([A-Z0-9]{1,12})$/;
const maxIdLength = 4_000;

/** Writes the id of a selection of this catalogue version; order and repetition of the codes do not matter. */
export function formatConfigurationId(
  variantId: string,
  market: string,
  selection: Iterable<string>,
): string {
  return `${variantId}~${market}~${catalogueVersion}~${sortCodes(selection).join('.')}`;
}

/** Reads an id; `undefined` where it is not in its one canonical form. */
export function parseConfigurationId(id: string): ConfigurationKey | undefined {
  if (id.length > maxIdLength) return undefined;
  const match = configurationPattern.exec(id);
  if (!match) return undefined;
  const [, variantId = '', market = '', version = '', codes = ''] = match;
  const selection = codes === '' ? [] : codes.split('.');
  const isCanonical = sortCodes(selection).join('.') === codes;
  return isCanonical ? { variantId, market, catalogueVersion: version, selection } : undefined;
}

/** Writes the id of an item of a variant in a market. */
export function formatItemId({ variantId, market, code }: ItemKey): string {
  return `${variantId}~${market}~${code}`;
}

/** Reads an item's id; `undefined` where it has another form. */
export function parseItemId(id: string): ItemKey | undefined {
  const match = itemPattern.exec(id);
  if (!match) return undefined;
  const [, variantId = '', market = '', code = ''] = match;
  return { variantId, market, code };
}

/** Ascending by code unit, each code once. */
export function sortCodes(codes: Iterable<string>): string[] {
  return [...new Set(codes)].sort();
}
