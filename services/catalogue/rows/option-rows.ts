// Rows of what can be chosen on a variant, and by which rules.
import type { Applicability, LocalizedText, MarketId, Sourced, Validity } from './sourced.ts';

export type ItemKind = 'OPTION' | 'PACKAGE' | 'LINE' | 'PAINT' | 'UPHOLSTERY' | 'WHEEL';

/** An option family: how many of its members a configuration holds. */
export interface OptionFamilyRow extends Sourced {
  /** `[A-Z0-9_]{2,32}`. */
  readonly id: string;
  readonly name: LocalizedText;
  readonly cardinality: 'EXACTLY_ONE' | 'ONE_OR_NONE' | 'ARBITRARY';
  /** Order in which a configurator shows the families. */
  readonly position: number;
}

/**
 * Everything that can be chosen on a variant. Which variants: those that `applicability` admits
 * (a brand's variants share their item codes). `code` is unique over all brands.
 */
export interface ItemRow extends Sourced, Validity {
  /** `[A-Z0-9]{3,6}`; SA codes for options, e.g. `248`, `2VB`. */
  readonly code: string;
  readonly kind: ItemKind;
  readonly family: string;
  readonly name: LocalizedText;
  readonly applicability: Applicability;
  /** Added mass in kg, drives WLTP between the variant's min and max. */
  readonly massKg: number;
  /** Members of a package or line: in the configuration as soon as it is, at no charge of their own. */
  readonly members: readonly string[];
  /** PAINT: `#rrggbb`. */
  readonly colour: string | null;
  readonly finish: 'SOLID' | 'METALLIC' | 'INDIVIDUAL' | null;
  /** UPHOLSTERY. */
  readonly material: string | null;
  /** WHEEL: inches. */
  readonly diameterInches: number | null;
}

/** What is on board from the factory, and what the first configuration holds besides. */
export interface StandardEquipmentRow extends Sourced {
  readonly variant: string;
  readonly market: MarketId;
  /** Items that cost nothing and that only a forced exchange within their family removes. */
  readonly standard: readonly string[];
  /** Defaults chosen in families that need one and that standard equipment leaves open. */
  readonly defaults: readonly string[];
}

/** Over option codes of one configuration. */
export type CodeExpression =
  | { readonly code: string }
  | { readonly and: readonly CodeExpression[] }
  | { readonly or: readonly CodeExpression[] };

/**
 * `REQUIRES`: with `subject`, `when` must hold. `EXCLUDES`: with `subject`, `when` must not hold.
 * `INCLUDES`: with `subject`, every code of `when` (a code or an `and`) is forced into the configuration.
 * `VALUE_CHANGE`: while `when` holds, `subject` costs `percent` of its list price.
 */
export interface RuleRow extends Sourced {
  /** `R-0001`. */
  readonly id: string;
  readonly kind: 'REQUIRES' | 'INCLUDES' | 'EXCLUDES' | 'VALUE_CHANGE';
  readonly subject: string;
  readonly when: CodeExpression;
  readonly percent: number | null;
  readonly applicability: Applicability;
  readonly reason: LocalizedText;
}
