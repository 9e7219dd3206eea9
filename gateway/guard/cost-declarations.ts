// What a schema says of costs by @cost and @listSize, under whatever names it has linked them.
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  Kind,
  type InputValueDefinitionNode,
} from 'graphql';

import { findDirective, readArgument, readLinkedNames } from './linked-directives.ts';

/** `@listSize` of a field. */
export interface ListSize {
  readonly assumedSize?: number | undefined;
  /** Arguments that say how many are asked for; the largest of them holds. */
  readonly slicingArguments: readonly string[];
  /** Fields of the answer that have this size, where it is not the field itself. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

/** Both by coordinate. */
export interface CostDeclarations {
  /** `Type`, `Type.field`, `Type.field.argument`, `Input.field`. */
  readonly weights: ReadonlyMap<string, number>;
  /** `Type.field`. */
  readonly listSizes: ReadonlyMap<string, ListSize>;
}

const spec = /^https:\/\/specs\.apollo\.dev\/(cost|federation)\/v/;

/** Reads them from a subgraph's schema or from a supergraph. */
export function readCostDeclarations(definitions: readonly DefinitionNode[]): CostDeclarations {
  const costNames = readLinkedNames(definitions, spec, 'cost');
  const listSizeNames = readLinkedNames(definitions, spec, 'listSize');
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  const weigh = (coordinate: string, directives: readonly ConstDirectiveNode[] = []): void => {
    const cost = findDirective(directives, costNames);
    const weight = cost && Number(readArgument(cost, 'weight'));
    if (weight !== undefined && Number.isFinite(weight)) weights.set(coordinate, weight);
  };
  const weighInputs = (prefix: string, nodes: readonly InputValueDefinitionNode[] = []): void => {
    for (const { name, directives } of nodes) weigh(`${prefix}.${name.value}`, directives);
  };

  for (const node of definitions) {
    if (
      node.kind === Kind.OBJECT_TYPE_DEFINITION ||
      node.kind === Kind.OBJECT_TYPE_EXTENSION ||
      node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
      node.kind === Kind.INTERFACE_TYPE_EXTENSION
    ) {
      weigh(node.name.value, node.directives);
      for (const field of node.fields ?? []) {
        const coordinate = `${node.name.value}.${field.name.value}`;
        weigh(coordinate, field.directives);
        weighInputs(coordinate, field.arguments);
        const listSize = findDirective(field.directives, listSizeNames);
        if (listSize) listSizes.set(coordinate, readListSize(listSize));
      }
    } else if (
      node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ||
      node.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION
    ) {
      weighInputs(node.name.value, node.fields);
    } else if (
      node.kind === Kind.SCALAR_TYPE_DEFINITION ||
      node.kind === Kind.ENUM_TYPE_DEFINITION
    ) {
      weigh(node.name.value, node.directives);
    }
  }
  return { weights, listSizes };
}

function readListSize(directive: ConstDirectiveNode): ListSize {
  const assumed = readArgument(directive, 'assumedSize');
  return {
    assumedSize: typeof assumed === 'string' ? Number(assumed) : undefined,
    slicingArguments: readTexts(readArgument(directive, 'slicingArguments')),
    sizedFields: readTexts(readArgument(directive, 'sizedFields')),
    requireOneSlicingArgument: readArgument(directive, 'requireOneSlicingArgument') !== false,
  };
}

/** A single value stands for a list of one. */
function readTexts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? [value] : [];
}
