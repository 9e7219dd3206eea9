// Finds a subgraph among those that an engine was given.
import { CodedError } from '../../runtime/coded-error.ts';
import type { EngineSubgraph } from './engine.ts';

/** @throws CodedError `SUPERGRAPH_SUBGRAPH_MISSING` if it is not there. */
export function findSubgraph(subgraphs: readonly EngineSubgraph[], name: string): EngineSubgraph {
  const subgraph = subgraphs.find((candidate) => candidate.name === name);
  if (subgraph) return subgraph;
  throw new CodedError({
    code: 'SUPERGRAPH_SUBGRAPH_MISSING',
    kind: 'configuration',
    message: `The supergraph needs the subgraph ${name}, which the gateway was not given.`,
  });
}
