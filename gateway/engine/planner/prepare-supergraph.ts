// Changes a supergraph so that the planner makes right plans of it; the API stays as it is.
import {
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  type SelectionSetNode,
  parse,
  print,
  visit,
} from 'graphql';

import {
  createInterfaceObjectMender,
  type MendInterfaceObjects,
} from './mend-interface-objects.ts';
import { addStandInFields, type RequiredInputs, type StandIn } from './stand-in-fields.ts';
import { isArgumentFalse, parseFieldSet, readStringArgument } from './supergraph-ast.ts';

export interface PreparedSupergraph {
  readonly sdl: string;
  /** Made-up fields of @requires with arguments, by name; they are no part of the API. */
  readonly standIns: ReadonlyMap<string, StandIn>;
  /** Inputs with arguments, by `subgraph.Type.field`. */
  readonly requiredInputs: ReadonlyMap<string, RequiredInputs>;
  /** Response names under which the planner itself fetches: fields of keys and of @requires. */
  readonly joinNames: ReadonlySet<string>;
  /** Mends fetches of plans for interface objects. */
  readonly mendInterfaceObjects: MendInterfaceObjects;
}

/**
 * Puts resolvable keys before others, since the planner enters a subgraph again by the first, and
 * gives inputs of @requires with arguments fields of their own.
 *
 * @throws GraphQLError if it is no GraphQL.
 */
export function prepareSupergraph(supergraphSdl: string): PreparedSupergraph {
  const ordered = orderKeys(parse(supergraphSdl, { noLocation: true }));
  const { supergraph, standIns, requiredInputs } = addStandInFields(ordered);
  const names = readSubgraphNames(supergraph);
  const inputsBySubgraph = [...requiredInputs].map(([coordinate, inputs]) => {
    const [graph = '', type = '', field = ''] = coordinate.split('.');
    return [`${names.get(graph) ?? graph}.${type}.${field}`, inputs] as const;
  });
  const joinNames = readJoinNames(supergraph);
  return {
    sdl: print(supergraph),
    standIns,
    requiredInputs: new Map(inputsBySubgraph),
    joinNames,
    mendInterfaceObjects: createInterfaceObjectMender(supergraph, names, joinNames),
  };
}

/** A field whose plan cannot be right; a schema check refuses it. */
export interface UnplannableField {
  readonly subgraph: string;
  /** Such as `Product.tax`. */
  readonly coordinate: string;
  readonly message: string;
}

/** Finds fields that no plan can serve: their one @requires needs one input twice, differently. */
export function findUnplannableFields(supergraphSdl: string): readonly UnplannableField[] {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const names = readSubgraphNames(supergraph);
  return addStandInFields(supergraph).unplannable.map(({ graph, coordinate }) => ({
    subgraph: names.get(graph) ?? graph,
    coordinate,
    message: `@requires of ${coordinate} names one field with different arguments, of which a representation can hold only one. Move one of them to a field of its own.`,
  }));
}

function orderKeys(supergraph: DocumentNode): DocumentNode {
  const order = <Node extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(
    node: Node,
  ): Node => {
    const isLast = (directive: ConstDirectiveNode): boolean =>
      directive.name.value === 'join__type' && isArgumentFalse(directive, 'resolvable');
    const directives = node.directives ?? [];
    return {
      ...node,
      directives: [...directives.filter((d) => !isLast(d)), ...directives.filter(isLast)],
    };
  };
  return visit(supergraph, {
    ObjectTypeDefinition: { enter: (node) => order(node) },
    InterfaceTypeDefinition: { enter: (node) => order(node) },
  });
}

/** Names of the subgraphs by the enum values that stand for them. */
function readSubgraphNames(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION) continue;
    for (const { name, directives } of definition.values ?? []) {
      const graph = directives?.find((directive) => directive.name.value === 'join__graph');
      const subgraph = graph && readStringArgument(graph, 'name');
      if (subgraph !== undefined) names.set(name.value, subgraph);
    }
  }
  return names;
}

function readJoinNames(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set(['__typename']);
  const collect = (set: SelectionSetNode): void => {
    visit(set, { Field: ({ name }) => void names.add(name.value) });
  };
  visit(supergraph, {
    Directive(node) {
      const directive = node as ConstDirectiveNode;
      const key = node.name.value === 'join__type' && readStringArgument(directive, 'key');
      const requires =
        node.name.value === 'join__field' && readStringArgument(directive, 'requires');
      if (typeof key === 'string') collect(parseFieldSet(key));
      if (typeof requires === 'string') collect(parseFieldSet(requires));
    },
  });
  return names;
}
