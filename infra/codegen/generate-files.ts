// Makes every generated file of the project in memory: OpenAPI documents, REST types, resolver types.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { GeneratedFile } from './generated-file.ts';
import { loadOpenApiDocuments } from './load-open-api-documents.ts';
import { generateResolverTypes } from './resolver-types.ts';
import { generateRestTypes } from './rest-types.ts';
import { resolverMappers } from './resolver-mappers.ts';

/** Generates everything from the services and the schemas under `root`; writes nothing. */
export async function generateFiles(root: string): Promise<GeneratedFile[]> {
  const files: GeneratedFile[] = [];
  for (const [name, document] of await loadOpenApiDocuments()) {
    const sdl = await readFile(path.join(root, `subgraphs/${name}/schema.graphql`), 'utf8');
    files.push(
      {
        path: `services/${name}/openapi.json`,
        text: `${JSON.stringify(document, null, 2)}\n`,
      },
      await generateRestTypes(name, document),
      await generateResolverTypes({ name, sdl, document, mappers: resolverMappers[name] ?? {} }),
    );
  }
  return files;
}
