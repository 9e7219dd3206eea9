// Refuses features that compose but that the gateway would silently not execute or not enforce.
import { type DocumentNode, visit } from 'graphql';

import type { CompositionError } from './compose.ts';

/** A feature of a supergraph by its `@link` address, and the directive that brings it in. */
interface UnsupportedFeature {
  readonly linkedBy: RegExp;
  readonly directives: readonly string[];
  readonly reason: string;
}

const unsupportedFeatures: readonly UnsupportedFeature[] = [
  {
    linkedBy: /specs\.apollo\.dev\/context\//,
    directives: ['context', 'fromContext'],
    reason: 'the gateway does not pass values between subgraphs by @context; use @requires instead',
  },
  {
    linkedBy: /specs\.apollo\.dev\/connect\//,
    directives: ['source', 'connect'],
    reason: 'the gateway does not call REST services by @connect; write a subgraph instead',
  },
];

/** Finds what the supergraph links but the gateway cannot execute, at its first place in a subgraph. */
export function findUnsupportedFeatures(
  supergraphSdl: string,
  subgraphs: readonly { readonly name: string; readonly typeDefs: DocumentNode }[],
): readonly CompositionError[] {
  return unsupportedFeatures
    .filter(({ linkedBy }) => linkedBy.test(supergraphSdl))
    .map(({ directives, reason }) => ({
      code: 'UNSUPPORTED_FEATURE',
      ...findFirstUse(directives, subgraphs),
      message: `@${directives[0]} is not supported: ${reason}.`,
    }));
}

function findFirstUse(
  directives: readonly string[],
  subgraphs: readonly { readonly name: string; readonly typeDefs: DocumentNode }[],
): Pick<CompositionError, 'subgraph' | 'line' | 'column'> {
  // Unless imported, a directive of the federation spec is written with its prefix.
  const names = new Set(directives.flatMap((name) => [name, `federation__${name}`]));
  for (const { name, typeDefs } of subgraphs) {
    const places: { line: number; column: number }[] = [];
    visit(typeDefs, {
      Directive(node) {
        const start = node.loc?.startToken;
        if (names.has(node.name.value) && start) places.push(start);
      },
    });
    const [first] = places;
    if (first) return { subgraph: name, line: first.line, column: first.column };
  }
  return {};
}
