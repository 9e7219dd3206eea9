// JSON schemas of REST rows, and the checks that replies must pass before a resolver sees them.
import { Compile } from 'typebox/schema';

/** A JSON schema and the TypeScript type of what fits it. */
export interface RestSchema<Row> {
  readonly jsonSchema: object;
  /** Never there: it carries the type. */
  readonly row?: Row;
}

/** Tells whether a value fits a schema. */
export type SchemaCheck = <Row>(schema: RestSchema<Row>, value: unknown) => value is Row;

/** One page of a list read. `nextPageToken: null` is the last one. */
export interface Page<Row> {
  readonly items: Row[];
  readonly nextPageToken: string | null;
  readonly total: number;
}

/** Creates a check that compiles each schema at its first use, and once. */
export function createSchemaCheck(): SchemaCheck {
  const validators = new WeakMap<object, { Check(value: unknown): boolean }>();
  return <Row>(schema: RestSchema<Row>, value: unknown): value is Row => {
    let validator = validators.get(schema.jsonSchema);
    if (!validator) {
      validator = Compile(schema.jsonSchema);
      validators.set(schema.jsonSchema, validator);
    }
    return validator.Check(value);
  };
}

// A check compiles by identity, and compiling takes longer than many calls.
const pageSchemas = new WeakMap<object, object>();

/** The schema of a page of rows; the same one for the same rows, so that it is compiled once. */
export function pageOf<Row>(row: RestSchema<Row>): RestSchema<Page<Row>> {
  let jsonSchema = pageSchemas.get(row.jsonSchema);
  if (!jsonSchema) {
    jsonSchema = createObjectSchema({
      items: { type: 'array', items: row.jsonSchema },
      nextPageToken: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      total: { type: 'integer' },
    });
    pageSchemas.set(row.jsonSchema, jsonSchema);
  }
  return { jsonSchema };
}

/** Makes the schema of an object in which every member is required. */
export function createObjectSchema(properties: Readonly<Record<string, object>>): object {
  return { type: 'object', required: Object.keys(properties), properties };
}
