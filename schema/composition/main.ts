// `npm run compose`: writes schema/supergraph.graphql, or says which line of which subgraph is at fault.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { type CompositionError, composeSupergraph } from './compose.ts';
import { loadSubgraphs } from './load-subgraphs.ts';

const subgraphsDirectory = fileURLToPath(new URL('../../subgraphs', import.meta.url));
const supergraphFile = fileURLToPath(new URL('../supergraph.graphql', import.meta.url));

const subgraphs = await loadSubgraphs(subgraphsDirectory);
const outcome = composeSupergraph(subgraphs);

if (outcome.status === 'composed') {
  await writeFile(supergraphFile, outcome.supergraphSdl);
  const names = subgraphs.map(({ name }) => name).join(', ');
  console.log(`Composed ${names} into schema/supergraph.graphql.`);
} else {
  for (const error of outcome.errors) console.error(describe(error));
  console.error(`Not composed: ${outcome.errors.length} error(s). Nothing was written.`);
  process.exitCode = 1;
}

function describe({ code, subgraph, line, column, message }: CompositionError): string {
  const file = subgraph === undefined ? '' : `subgraphs/${subgraph}/schema.graphql`;
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  return `${place === '' ? '' : `${place}  `}${code}\n  ${message}`;
}
