// Composes subgraph schemas into one supergraph, and says where in which subgraph it fails.
import { composeServices } from '@apollo/composition';
import { type ASTNode, type DocumentNode, GraphQLError, parse, Source } from 'graphql';

import { findUnsupportedFeatures } from './unsupported-features.ts';

/** A subgraph as its team publishes it. */
export interface SubgraphDefinition {
  /** Unique in the supergraph, such as `pricing`. */
  readonly name: string;
  /** Routing URL that is written into the supergraph. */
  readonly url: string;
  readonly sdl: string;
}

/** One reason why subgraphs do not compose. */
export interface CompositionError {
  /** Of Apollo's composition, or `INVALID_GRAPHQL`, or `UNSUPPORTED_FEATURE`. */
  readonly code: string;
  /** Where it is, if at one place: line and column count from 1. */
  readonly subgraph?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly message: string;
}

/** Something that composes but deserves a look. */
export interface CompositionHint {
  readonly code: string;
  readonly message: string;
}

/** What composition ends in. */
export type CompositionOutcome =
  | {
      readonly status: 'composed';
      readonly supergraphSdl: string;
      readonly hints: readonly CompositionHint[];
    }
  | { readonly status: 'failed'; readonly errors: readonly CompositionError[] };

interface ParsedSubgraph {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: DocumentNode;
}

/**
 * Composes a supergraph by the rules of Federation 2. The order of `subgraphs` does not matter.
 * Also fails on what composes but would not be executed by the gateway, such as `@context`.
 */
export function composeSupergraph(subgraphs: readonly SubgraphDefinition[]): CompositionOutcome {
  const parsed: ParsedSubgraph[] = [];
  const errors: CompositionError[] = [];

  for (const { name, url, sdl } of subgraphs) {
    try {
      parsed.push({ name, url, typeDefs: parse(new Source(sdl, name)) });
    } catch (error) {
      errors.push(describeSyntaxError(error, name));
    }
  }
  if (errors.length > 0) return { status: 'failed', errors };

  const inOrder = parsed.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const result = composeServices(inOrder);
  if (result.errors) return { status: 'failed', errors: result.errors.map(describeError) };

  const unsupported = findUnsupportedFeatures(result.supergraphSdl, inOrder);
  if (unsupported.length > 0) return { status: 'failed', errors: unsupported };
  return {
    status: 'composed',
    supergraphSdl: `${result.supergraphSdl.trimEnd()}\n`,
    hints: result.hints.map(({ definition, message }) => ({ code: definition.code, message })),
  };
}

function describeSyntaxError(error: unknown, subgraph: string): CompositionError {
  const location = error instanceof GraphQLError ? error.locations?.[0] : undefined;
  return {
    code: 'INVALID_GRAPHQL',
    subgraph,
    line: location?.line,
    column: location?.column,
    message: error instanceof Error ? error.message : String(error),
  };
}

function describeError(error: GraphQLError): CompositionError {
  // Composition adds the subgraph's name to each node it blames.
  const nodes = (error.nodes ?? []) as readonly (ASTNode & { readonly subgraph?: string })[];
  const blamed = nodes.find((node) => node.loc) ?? nodes[0];
  return {
    code: typeof error.extensions.code === 'string' ? error.extensions.code : 'UNKNOWN',
    subgraph: blamed?.subgraph ?? /^\[([^\]]+)\] /.exec(error.message)?.[1],
    line: blamed?.loc?.startToken.line,
    column: blamed?.loc?.startToken.column,
    message: error.message,
  };
}
