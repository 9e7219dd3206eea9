// A real subgraph over a world: it knows its own fields, and of others only what it is given.
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type ConstDirectiveNode,
  type DocumentNode,
  execute,
  type GraphQLSchema,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';

import type { AnswerInProcess } from '../../runtime/http/in-process-exchange.ts';
import {
  computeField,
  type FieldArguments,
  type Row,
  type Source,
  toSources,
  type World,
} from './world.ts';

type Representation = Readonly<Record<string, unknown>> & { readonly __typename: string };

interface SubgraphFacts {
  /** Coordinates. */
  readonly externalFields: ReadonlySet<string>;
  readonly keysByType: ReadonlyMap<string, readonly SelectionSetNode[]>;
}

/** Told of each field that is resolved. */
export type OnResolve = (row: Row, field: string, args: FieldArguments) => void;

/** Makes what answers in the place of a subgraph's server. */
export function createWorldSubgraph(
  sdl: string,
  world: World,
  onResolve: OnResolve = () => undefined,
): AnswerInProcess {
  const document = parse(sdl);
  const facts = readFacts(document);
  const schema: GraphQLSchema = buildSubgraphSchema({
    typeDefs: document,
    resolvers: Object.fromEntries(
      [...facts.keysByType].map(([typeName, keys]) => [
        typeName,
        {
          __resolveReference: (given: Representation) =>
            findSource(world, schema, typeName, keys, given),
        },
      ]),
    ),
  });

  return async ({ body }) => {
    const request = JSON.parse(
      typeof body === 'object' ? Buffer.from(body).toString() : (body ?? ''),
    ) as {
      readonly query: string;
      readonly variables?: Readonly<Record<string, unknown>>;
    };
    const result = await execute({
      schema,
      document: parse(request.query),
      variableValues: request.variables ?? {},
      fieldResolver: (source: Source | undefined, args: FieldArguments, _context, info) => {
        const type = info.parentType.name;
        onResolve(source?.row ?? { __typename: type }, info.fieldName, args);
        return resolveField(world, facts, source, { type, field: info.fieldName, args });
      },
      typeResolver: ({ row }: Source) => row['__typename'],
    });
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      bodyBytes: Buffer.from(JSON.stringify(result)),
    };
  };
}

function resolveField(
  world: World,
  { externalFields }: SubgraphFacts,
  source: Source | undefined,
  { type, field, args }: { type: string; field: string; args: FieldArguments },
): unknown {
  const row = source?.row ?? { __typename: type };
  const given = source?.given;
  const read = (name: string, nameArgs: FieldArguments = {}): unknown => {
    if (externalFields.has(`${type}.${name}`)) return given?.[name];
    return computeField(world, row, name, nameArgs, read);
  };
  const isGiven = externalFields.has(`${type}.${field}`) && given && field in given;
  return toSources(isGiven ? given[field] : computeField(world, row, field, args, read));
}

function findSource(
  world: World,
  schema: GraphQLSchema,
  typeName: string,
  keys: readonly SelectionSetNode[],
  given: Representation,
): Source | null {
  const { __typename: _, ...fields } = given;
  const candidates = world.rows.filter((candidate) =>
    [candidate['__typename'], ...(world.interfaces?.[candidate['__typename']] ?? [])].includes(
      typeName,
    ),
  );
  const found = world.find?.(typeName, fields);
  const row = (found ? [found] : candidates).find((candidate) =>
    keys.some((key) => isMatch(key, candidate, given)),
  );
  if (!row) return null;
  const known = isObjectType(schema.getType(row['__typename'])) ? row['__typename'] : typeName;
  return { __typename: known, row, given };
}

function isMatch({ selections }: SelectionSetNode, row: unknown, given: unknown): boolean {
  return selections.every((selection) => {
    if (selection.kind !== Kind.FIELD) return true;
    const ours = (row as Row | undefined)?.[selection.name.value];
    const theirs = (given as Row | undefined)?.[selection.name.value];
    if (theirs === undefined || theirs === null) return false;
    return selection.selectionSet ? isMatch(selection.selectionSet, ours, theirs) : ours === theirs;
  });
}

function readFacts(document: DocumentNode): SubgraphFacts {
  const externalFields = new Set<string>();
  const keysByType = new Map<string, readonly SelectionSetNode[]>();
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) {
      continue;
    }
    const keys = (node.directives ?? []).filter(isResolvableKey).map(readKey);
    if (keys.length > 0) keysByType.set(node.name.value, keys);
    for (const field of node.fields ?? []) {
      const isExternal = field.directives?.some(({ name }) => name.value === 'external');
      if (isExternal) externalFields.add(`${node.name.value}.${field.name.value}`);
    }
  }
  return { externalFields, keysByType };
}

function isResolvableKey({ name, arguments: args = [] }: ConstDirectiveNode): boolean {
  const resolvable = args.find((arg) => arg.name.value === 'resolvable')?.value;
  return name.value === 'key' && !(resolvable?.kind === Kind.BOOLEAN && !resolvable.value);
}

function readKey({ arguments: args }: ConstDirectiveNode): SelectionSetNode {
  const value = args?.find(({ name }) => name.value === 'fields')?.value;
  const definition = parse(`{ ${value?.kind === Kind.STRING ? value.value : ''} }`).definitions[0];
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('A key without fields.');
  return definition.selectionSet;
}
