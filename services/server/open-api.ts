// The OpenAPI 3.1 document of a service, made from its routes. Schemas with a title become named components.
import fastifySwagger from '@fastify/swagger';

import { problemContentType } from './problem.ts';
import { problem } from './schemas.ts';
import type { Service } from './service.ts';

/** JSON, as the document is written to disk and served. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** Collects the routes that follow and serves their document at `/openapi.json`. */
export async function addOpenApi(
  service: Service,
  info: { readonly title: string; readonly version: string },
): Promise<void> {
  await service.register(fastifySwagger, { openapi: { openapi: '3.1.0', info } });
  let document: JsonObject | undefined;
  service.get(
    '/openapi.json',
    { schema: { hide: true }, config: { cacheControl: 'public, max-age=300' } },
    () => (document ??= buildOpenApi(service)),
  );
}

/**
 * Makes the document of a service that is ready (`await service.ready()`).
 *
 * @throws Error if two different schemas bear the same title.
 */
export function buildOpenApi(service: Service): JsonObject {
  // A JSON copy: the swagger plugin hands out the live schemas.
  const generated = JSON.parse(JSON.stringify(service.swagger())) as JsonObject;
  const schemas = new Map<string, Json>();
  const paths = withProblems(asObject(hoist(generated['paths'] ?? {}, schemas)), schemas);
  return {
    openapi: '3.1.0',
    info: generated['info'] ?? {},
    paths,
    components: {
      schemas: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

/** Replaces each titled object schema by a reference, innermost first. */
function hoist(node: Json, schemas: Map<string, Json>): Json {
  if (Array.isArray(node)) return node.map((child: Json) => hoist(child, schemas));
  if (typeof node !== 'object' || node === null) return node;

  const hoisted = Object.fromEntries(
    Object.entries(node).map(([key, child]) => [key, hoist(child, schemas)]),
  );
  const { title } = hoisted;
  if (typeof title !== 'string' || hoisted['type'] !== 'object') return hoisted;

  const known = schemas.get(title);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(hoisted)) {
    throw new Error(`Two different schemas are titled ${title}; rename one of them.`);
  }
  schemas.set(title, hoisted);
  return { $ref: `#/components/schemas/${title}` };
}

/** Every operation may answer a problem. */
function withProblems(paths: JsonObject, schemas: Map<string, Json>): JsonObject {
  const schema = hoist(JSON.parse(JSON.stringify(problem)) as Json, schemas);
  const response = { description: 'A problem', content: { [problemContentType]: { schema } } };
  return mapObject(paths, (operations) =>
    mapObject(asObject(operations), (operation) => ({
      ...asObject(operation),
      responses: { ...asObject(asObject(operation)['responses'] ?? {}), default: response },
    })),
  );
}

function mapObject(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function asObject(node: Json): JsonObject {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
    ? (node as JsonObject)
    : {};
}
