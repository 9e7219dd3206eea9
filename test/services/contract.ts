// Holds replies to the OpenAPI document that their service serves: no field missing, wrong or undeclared.
import { Compile } from 'typebox/compile';

import { readJson } from './read-json.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** One GET of the document. */
export interface Operation {
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly required?: boolean }[];
  readonly responses: JsonObject;
}

/** A served document with what it takes to ask by it. */
export interface Contract {
  readonly operations: readonly Operation[];
  /** Asks `pathAndQuery` of the operation `path` and gives the body. @throws Error where the two differ. */
  get(path: string, pathAndQuery: string): Promise<JsonObject>;
}

/** Reads the document that a service serves. */
export async function loadContract(url: string): Promise<Contract> {
  const { body } = await readJson(`${url}/openapi.json`);
  const document = body as {
    readonly paths: Readonly<Record<string, { readonly get?: Omit<Operation, 'path'> }>>;
    readonly components: { readonly schemas: JsonObject };
  };
  const operations = Object.entries(document.paths).flatMap(([path, { get }]) =>
    get ? [{ ...get, path }] : [],
  );
  const validators = new Map(
    operations.map(({ path, responses }) => {
      const schema = close(responses, document.components.schemas) as {
        200: { content: { 'application/json': { schema: object } } };
      };
      return [path, Compile(schema[200].content['application/json'].schema)];
    }),
  );
  return {
    operations,
    async get(path, pathAndQuery) {
      const answer = await readJson(`${url}${pathAndQuery}`);
      const validator = validators.get(path);
      if (answer.status !== 200 || !validator?.Check(answer.body)) {
        const [violation] = validator?.Errors(answer.body) ?? [];
        throw new Error(`${pathAndQuery}: ${answer.status} ${JSON.stringify(violation)}`);
      }
      return answer.body as JsonObject;
    },
  };
}

/** Puts the components in place of their references, and forbids properties that are not declared. */
function close(node: Json, components: JsonObject): Json {
  if (Array.isArray(node)) return node.map((child: Json) => close(child, components));
  if (typeof node !== 'object' || node === null) return node;
  const object = node as JsonObject;
  const reference = object['$ref'];
  if (typeof reference === 'string') {
    return close(components[reference.replace('#/components/schemas/', '')] ?? null, components);
  }
  const closed = Object.fromEntries(
    Object.entries(object).map(([key, child]) => [key, close(child, components)]),
  );
  return object['type'] === 'object' && object['properties']
    ? { ...closed, additionalProperties: false }
    : closed;
}
