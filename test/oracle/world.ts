// Data that one service and many subgraphs answer from alike: what a field is worth is said once.

/** An object of the graph. Other objects stand in it as they are; it is compared by its keys. */
export interface Row {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

export type FieldArguments = Readonly<Record<string, unknown>>;

/** Reads another field of the same object, as the schema's `@requires` would bring it. */
export type ReadField = (field: string, args?: FieldArguments) => unknown;

/** A field that depends on arguments or on other fields; it may throw. */
export type ComputeField = (read: ReadField, args: FieldArguments) => unknown;

/** All there is. */
export interface World {
  readonly rows: readonly Row[];
  /** By coordinate, such as `Query.product`; of an interface it holds for its types too. */
  readonly computed: Readonly<Record<string, ComputeField>>;
  /** Interfaces of each type whose fields are computed for the interface. */
  readonly interfaces?: Readonly<Record<string, readonly string[]>>;
  /** What fields are worth that are neither computed nor in their row. */
  readonly invent?: (row: Row, field: string, args: FieldArguments, read: ReadField) => unknown;
  /** Finds entities that are too many to stand in `rows`. */
  readonly find?: (typeName: string, given: Readonly<Record<string, unknown>>) => Row | undefined;
}

/** What resolvers pass on: an object, and what a gateway gave along with a reference to it. */
export interface Source {
  readonly __typename: string;
  readonly row: Row;
  readonly given?: Readonly<Record<string, unknown>> | undefined;
}

/** Computes a field of an object; `read` says where other fields of it come from. */
export function computeField(
  world: World,
  row: Row,
  field: string,
  args: FieldArguments,
  read: ReadField = (other, otherArgs = {}) => computeField(world, row, other, otherArgs),
): unknown {
  const typeNames = [row['__typename'], ...(world.interfaces?.[row['__typename']] ?? [])];
  const compute = typeNames
    .map((typeName) => world.computed[`${typeName}.${field}`])
    .find((candidate) => candidate !== undefined);
  if (compute) return compute(read, args);
  if (Object.hasOwn(row, field) || !world.invent) return row[field];
  return world.invent(row, field, args, read);
}

/** Makes sources of the objects in a value. */
export function toSources(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toSources);
  return isRow(value) ? { __typename: value['__typename'], row: value } : value;
}

/** Whether a value is an object of the graph. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && '__typename' in value;
}
