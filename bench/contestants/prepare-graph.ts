// Writes a workload's graph and its operations to files, with the responder's URLs in place of the subgraphs' own.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

import type { Workload } from '../workloads/workload.ts';
import type { PreparedGraph } from './contestant.ts';

/** @throws Error if the subgraphs do not compose. */
export async function prepareGraph(
  { subgraphs, operations }: Pick<Workload, 'subgraphs' | 'operations'>,
  responderUrl: string,
  directory: string,
): Promise<PreparedGraph> {
  const routed = subgraphs.map(({ name, sdl }) => ({ name, sdl, url: `${responderUrl}/${name}` }));
  const composed = composeServices(
    routed.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (composed.errors) throw new AggregateError(composed.errors, composed.errors.join('\n'));

  const supergraphFile = join(directory, 'schema/supergraph.graphql');
  const plainSupergraphFile = join(directory, 'schema/plain-supergraph.graphql');
  const federation1File = join(directory, 'federation-1.json');
  const sdlFile = (name: string): string => join(directory, 'subgraphs', name, 'schema.graphql');
  const operationFile = (id: string): string => join(directory, `schema/operations/${id}.graphql`);
  const federation1 = routed.map((one) => ({ ...one, sdl: writeFederation1(one.sdl) }));
  const files = new Map([
    [supergraphFile, composed.supergraphSdl],
    [plainSupergraphFile, dropScopes(composed.supergraphSdl)],
    [federation1File, JSON.stringify(federation1)],
    ...routed.map(({ name, sdl }) => [sdlFile(name), sdl] as const),
    ...operations.map(({ id, document }) => [operationFile(id), document] as const),
  ]);
  for (const [file, text] of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return {
    directory,
    supergraphFile,
    plainSupergraphFile,
    federation1File,
    subgraphs: routed.map(({ name, url }) => ({ name, url, sdlFile: sdlFile(name) })),
  };
}

/**
 * Takes the scopes out of a supergraph. The stock gateway refuses to load them, others would ask for a
 * token; no operation of the workloads selects what they protect.
 */
function dropScopes(supergraphSdl: string): string {
  return supergraphSdl
    .replaceAll(/@requiresScopes\(scopes: \[\[[^\]]*\](?:, \[[^\]]*\])*\]\)/g, '')
    .replaceAll(/@link\(url: "https:\/\/specs\.apollo\.dev\/requiresScopes\/[^)]*\)/g, '')
    .replaceAll(/^directive @requiresScopes\(.*$/gm, '');
}

/** What gateways of Federation 1 take: no link, no directive that came later, the root extended by each. */
function writeFederation1(sdl: string): string {
  return sdl
    .replaceAll(/extend schema\s+@link\([^)]*\)/g, '')
    .replaceAll(' @shareable', '')
    .replaceAll(/^type (Query|Mutation) /gm, 'extend type $1 ');
}
