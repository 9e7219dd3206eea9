// The options service's REST contract: what its rows look like.
import { Type } from 'typebox';
import { amount, nullable, sourced, validity } from '../server/schemas.ts';

export const optionFamily = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    cardinality: Type.Enum(['EXACTLY_ONE', 'ONE_OR_NONE', 'ARBITRARY']),
    position: Type.Integer(),
    ...sourced,
  },
  { title: 'OptionFamily' },
);

export const seriesFamilies = Type.Object(
  { series: Type.String(), families: Type.Array(optionFamily) },
  { title: 'SeriesFamilies' },
);

/** One polymorphic resource for all that can be chosen; fields of other kinds are null. */
export const item = Type.Object(
  {
    /** `variant~market~code`. */
    id: Type.String(),
    variantId: Type.String(),
    market: Type.String(),
    code: Type.String(),
    kind: Type.Enum(['OPTION', 'PACKAGE', 'LINE', 'PAINT', 'UPHOLSTERY', 'WHEEL']),
    family: optionFamily,
    name: Type.String(),
    /** PACKAGE and LINE: codes of the members. */
    members: Type.Array(Type.String()),
    colour: nullable(Type.String()),
    finish: nullable(Type.Enum(['SOLID', 'METALLIC', 'INDIVIDUAL'])),
    material: nullable(Type.String()),
    diameterInches: nullable(Type.Integer()),
    ...validity,
    ...sourced,
  },
  { title: 'Item' },
);

export const variantItems = Type.Object(
  { variantId: Type.String(), market: Type.String(), items: Type.Array(item) },
  { title: 'VariantItems' },
);

const codeExpression = Type.Object(
  {
    /** `CODE` has a code; `AND` and `OR` list codes or expressions in prefix notation as text. */
    text: Type.String(),
    codes: Type.Array(Type.String()),
  },
  { title: 'CodeExpression' },
);

export const rule = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum(['REQUIRES', 'INCLUDES', 'EXCLUDES', 'VALUE_CHANGE']),
    subject: Type.String(),
    when: codeExpression,
    percent: nullable(Type.Integer()),
    reason: Type.String(),
    ...sourced,
  },
  { title: 'Rule' },
);

/** How a selected code is charged: the join data that a price calculation needs. */
export const pricedSelectionEntry = Type.Object(
  {
    code: Type.String(),
    charge: Type.Enum(['CHARGEABLE', 'STANDARD', 'PACKAGE_MEMBER']),
    /** Percent of the list price by a VALUE_CHANGE rule; null is the full price. */
    overridePercent: nullable(Type.Integer()),
  },
  { title: 'PricedSelectionEntry' },
);

export const configuration = Type.Object(
  {
    /** `variant~market~catalogueVersion~code.code.…`, codes sorted: immutable. */
    id: Type.String(),
    variantId: Type.String(),
    market: Type.String(),
    catalogueVersion: Type.String(),
    selection: Type.Array(Type.String()),
    pricedSelection: Type.Array(pricedSelectionEntry),
    buildable: Type.Boolean(),
    ...sourced,
  },
  { title: 'Configuration' },
);

export const initialConfiguration = Type.Object(
  { variantId: Type.String(), market: Type.String(), configuration },
  { title: 'InitialConfiguration' },
);

export const ruleViolation = Type.Object(
  {
    code: Type.Enum(['UNKNOWN_CODE', 'FAMILY_CARDINALITY', 'REQUIRES', 'EXCLUDES', 'INCLUDES']),
    subject: Type.String(),
    /** The rule or family that is broken. */
    rule: nullable(Type.String()),
    message: Type.String(),
  },
  { title: 'RuleViolation' },
);

export const buildability = Type.Object(
  {
    variantId: Type.String(),
    market: Type.String(),
    selection: Type.Array(Type.String()),
    buildable: Type.Boolean(),
    violations: Type.Array(ruleViolation),
    /** Null where a code is unknown. */
    configurationId: nullable(Type.String()),
  },
  { title: 'Buildability' },
);

export const configurationChangeInput = Type.Object(
  {
    configurationId: Type.String({ maxLength: 4_000 }),
    add: Type.Array(Type.String(), { maxItems: 50 }),
    remove: Type.Array(Type.String(), { maxItems: 50 }),
  },
  { title: 'ConfigurationChangeInput' },
);

export const alternative = Type.Object(
  {
    configuration,
    added: Type.Array(item),
    removed: Type.Array(item),
    /** Against the configuration before the change, at the price date; may be negative. */
    priceDifference: amount,
  },
  { title: 'Alternative' },
);

/**
 * `APPLIED`: the change stands as asked, with what it forced in `alternatives[0]`-like form in `applied`.
 * `CONFLICT`: it breaks a rule; one to three alternatives, the best first. Nothing was changed silently.
 */
export const configurationChange = Type.Object(
  {
    configurationId: Type.String(),
    status: Type.Enum(['APPLIED', 'CONFLICT']),
    applied: nullable(alternative),
    violations: Type.Array(ruleViolation),
    alternatives: Type.Array(alternative, { maxItems: 3 }),
  },
  { title: 'ConfigurationChange' },
);

export const savedConfigurationInput = Type.Object(
  {
    configurationId: Type.String({ maxLength: 4_000 }),
    name: nullable(Type.String({ maxLength: 80 })),
  },
  { title: 'SavedConfigurationInput' },
);

export const savedConfiguration = Type.Object(
  {
    /** Eight characters without look-alikes. */
    code: Type.String(),
    name: nullable(Type.String()),
    savedAt: Type.String({ format: 'date-time' }),
    configuration,
  },
  { title: 'SavedConfiguration' },
);
