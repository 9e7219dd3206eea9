// Items as the graph sees them: their type by kind, their family's group, their place in the loader.
import type { OptionsLoaders } from './loaders.ts';
import type { Item, OptionFamily } from './options-api.generated.ts';

/** GraphQL type of each kind of item. */
export const typeByKind = {
  OPTION: 'Option',
  PACKAGE: 'Package',
  LINE: 'Line',
  PAINT: 'Paint',
  UPHOLSTERY: 'Upholstery',
  WHEEL: 'Wheel',
} as const satisfies Record<Item['kind'], string>;

/** An item's id. */
export function buildItemId(variant: string, market: string, code: string): string {
  return `${variant}~${market}~${code}`;
}

/** Hands embedded items to the loader, so that nobody reads them again, and gives them back. */
export function primeItems(loaders: OptionsLoaders, items: Item[]): Item[] {
  for (const item of items) loaders.items.prime(item.id, item);
  return items;
}

/** Groups items by family, both in the order of the families' positions. */
export function groupByFamily(items: readonly Item[]): { family: OptionFamily; items: Item[] }[] {
  const groups = new Map<string, { family: OptionFamily; items: Item[] }>();
  for (const item of items) {
    const group = groups.get(item.family.id);
    if (group) group.items.push(item);
    else groups.set(item.family.id, { family: item.family, items: [item] });
  }
  return [...groups.values()].sort((a, b) => a.family.position - b.family.position);
}
