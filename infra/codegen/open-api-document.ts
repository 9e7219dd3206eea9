// The part of an OpenAPI 3.1 document that the generators read.

/** JSON Schema as it stands in a document. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** An OpenAPI document with its named components. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: { readonly [path: string]: object };
  readonly components: { readonly schemas: { readonly [name: string]: JsonSchema } };
}

const referencePrefix = '#/components/schemas/';

/** Gives the component that a reference names; `undefined` for anything that is no reference. */
export function parseReference(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('$ref' in node)) return undefined;
  const { $ref: reference } = node;
  if (typeof reference !== 'string' || !reference.startsWith(referencePrefix)) {
    throw new Error(`A reference leads out of the document: ${String(reference)}`);
  }
  return reference.slice(referencePrefix.length);
}

/** Lists the components so that each stands after all that it refers to. */
export function sortComponents({ components }: OpenApiDocument): string[] {
  const sorted = new Set<string>();
  const visit = (name: string, above: readonly string[]): void => {
    if (sorted.has(name)) return;
    if (above.includes(name)) throw new Error(`The component ${name} contains itself.`);
    for (const inner of listReferences(components.schemas[name])) visit(inner, [...above, name]);
    sorted.add(name);
  };
  for (const name of Object.keys(components.schemas).sort()) visit(name, []);
  return [...sorted];
}

function listReferences(node: unknown): string[] {
  const reference = parseReference(node);
  if (reference !== undefined) return [reference];
  if (typeof node !== 'object' || node === null) return [];
  return Object.values(node).flatMap((child) => listReferences(child));
}
