// Prepares a supergraph for ApolloGateway, which refuses security features that it does not enforce.
import { createHash } from 'node:crypto';

import { Kind, parse, print, visit } from 'graphql';

import { CodedError } from '../../runtime/coded-error.ts';

const enforcedByGuard =
  /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy|cacheTag)\/v/;
const neverExecuted = /^https:\/\/specs\.apollo\.dev\/(context|connect)\/v/;

/**
 * Takes the argument `for:` off the `@link`s of features that our guard enforces, so that
 * ApolloGateway loads the supergraph and ignores them.
 *
 * @throws CodedError `SUPERGRAPH_UNSUPPORTED` if it needs what nobody would execute or enforce.
 */
export function adaptSupergraph(supergraphSdl: string): string {
  const adapted = visit(parse(supergraphSdl, { noLocation: true }), {
    Directive(node) {
      const url = node.arguments?.find(({ name }) => name.value === 'url')?.value;
      if (node.name.value !== 'link' || url?.kind !== Kind.STRING) return undefined;
      const unsupported = neverExecuted.exec(url.value)?.[1];
      if (unsupported !== undefined) throw createUnsupportedError(unsupported);
      if (!enforcedByGuard.test(url.value)) return undefined;
      const kept = node.arguments?.filter(({ name }) => name.value !== 'for') ?? [];
      return { ...node, arguments: kept };
    },
  });
  return print(adapted);
}

/** Tells one supergraph from another: in logs, in health, and for plans, which serve only their own. */
export function digestSupergraph(supergraphSdl: string): string {
  return createHash('sha256').update(supergraphSdl).digest('hex').slice(0, 12);
}

/** Lists the subgraphs that a supergraph stands on. */
export function listSubgraphNames(supergraphSdl: string): readonly string[] {
  return [...supergraphSdl.matchAll(/@join__graph\(name: "([\w-]+)"/g)].map(
    ([, name = '']) => name,
  );
}

function createUnsupportedError(feature: string): CodedError {
  return new CodedError({
    code: 'SUPERGRAPH_UNSUPPORTED',
    kind: 'configuration',
    message: `The supergraph uses @${feature}, which this gateway does not execute.`,
  });
}
