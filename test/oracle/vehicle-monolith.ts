// The project's own graph as one service of graphql-js: each field is resolved by itself, with the
// resolvers of the team that owns it. No query plan, no fetch and no merging of replies is involved.
import { buildSubgraphSchema } from '@apollo/subgraph';
import { Supergraph } from '@apollo/federation-internals';
import {
  defaultFieldResolver,
  type ExecutionResult,
  execute,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';

import { readJoinFacts } from './join-facts.ts';
import type { FieldArguments } from './world.ts';

/** One team's part of the graph. */
export interface Team {
  /** As in the supergraph. */
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: object;
  /** Makes what its resolvers are given, for one request. */
  readonly createContext: () => object;
}

/** The graph in one piece. */
export interface VehicleMonolith {
  readonly schema: GraphQLSchema;
  answer(query: string, variables: Readonly<Record<string, unknown>>): Promise<ExecutionResult>;
}

/** An object as one team has it; other teams are handed its key when they are asked for it. */
interface Held {
  readonly team: string;
  readonly typeName: string;
  readonly value: unknown;
  readonly entered: Map<string, Promise<unknown>>;
}

interface OpenTeam {
  readonly schema: GraphQLSchema;
  readonly context: object;
}

type ResolveReference = (
  representation: object,
  context: object,
  info: GraphQLResolveInfo,
) => unknown;

/** Creates the monolith of the teams' graph. */
export function createVehicleMonolith(
  supergraphSdl: string,
  teams: readonly Team[],
): VehicleMonolith {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  const schema = supergraph.apiSchema().toGraphQLJSSchema();
  const facts = readJoinFacts(supergraphSdl);
  const schemas = new Map(
    teams.map(({ name, typeDefs, resolvers }) => [
      name,
      buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers: resolvers as never }),
    ]),
  );
  return {
    schema,
    async answer(query, variables) {
      const open = new Map<string, OpenTeam>();
      for (const { name, createContext } of teams) {
        const own = schemas.get(name);
        if (own) open.set(name, { schema: own, context: createContext() });
      }
      const resolver = new FieldWiseResolver(open, facts);
      return execute({
        schema,
        document: parse(query),
        variableValues: variables,
        fieldResolver: (source: Held | undefined, args: FieldArguments, _context, info) =>
          resolver.resolve(source, info.parentType.name, info.fieldName, args, info),
        typeResolver: (held: Held) => held.typeName,
      });
    },
  };
}

/** Resolves the fields of one request. */
class FieldWiseResolver {
  readonly #teams: ReadonlyMap<string, OpenTeam>;
  readonly #facts: ReturnType<typeof readJoinFacts>;

  constructor(teams: ReadonlyMap<string, OpenTeam>, facts: ReturnType<typeof readJoinFacts>) {
    this.#teams = teams;
    this.#facts = facts;
  }

  async resolve(
    source: Held | undefined,
    typeName: string,
    fieldName: string,
    args: FieldArguments,
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const owners = this.#facts.ownersOf(typeName, fieldName);
    const team = source && owners.includes(source.team) ? source.team : owners[0];
    if (team === undefined) throw new Error(`Nobody answers ${typeName}.${fieldName}.`);
    const parent = source ? await this.#enter(source, fieldName, team, info) : {};
    if (parent === null || parent === undefined) return null;
    const { schema, context } = this.#open(team);
    const field = this.#findType(schema, typeName)?.getFields()[fieldName];
    if (!field) throw new Error(`${team} has no ${typeName}.${fieldName}.`);
    const resolve = field.resolve ?? defaultFieldResolver;
    const value: unknown = await resolve(parent, args, context, info);
    return await this.#hold(value, team, getNamedType(field.type).name, info);
  }

  #open(team: string): OpenTeam {
    const open = this.#teams.get(team);
    if (!open) throw new Error(`There is no team ${team}.`);
    return open;
  }

  /** The type, or the interface that a subgraph has in its place. */
  #findType(schema: GraphQLSchema, typeName: string): GraphQLObjectType | undefined {
    return [typeName, ...this.#facts.interfacesOf(typeName)]
      .map((name) => schema.getType(name))
      .find((type) => isObjectType(type));
  }

  /** The object as a team has it: its own, or what it makes of the key and of what is required. */
  #enter(held: Held, fieldName: string, team: string, info: GraphQLResolveInfo): Promise<unknown> {
    const { typeName } = held;
    const inputs = this.#facts.inputsOf(typeName, fieldName, team);
    if (team === held.team && !inputs) return Promise.resolve(held.value);
    const place = `${team} ${inputs ? fieldName : ''}`;
    const entered = held.entered.get(place) ?? this.#reenter(held, inputs, team, info);
    held.entered.set(place, entered);
    return entered;
  }

  async #reenter(
    held: Held,
    inputs: SelectionSetNode | undefined,
    team: string,
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const { schema, context } = this.#open(team);
    const type = this.#findType(schema, held.typeName);
    const key = this.#facts.keyOf(held.typeName, team);
    if (!type || !key) throw new Error(`${team} cannot be entered for ${held.typeName}.`);
    const representation = {
      __typename: type.name,
      ...(await this.#read(held, key, info)),
      ...(inputs && (await this.#read(held, inputs, info))),
    };
    const { subgraph } = (type.extensions['apollo'] ?? {}) as {
      readonly subgraph?: { readonly resolveReference?: ResolveReference };
    };
    return subgraph?.resolveReference
      ? await subgraph.resolveReference(representation, context, info)
      : representation;
  }

  /** Fields of an object as a gateway would send them along. What fails is null. */
  async #read(
    held: Held,
    { selections }: SelectionSetNode,
    info: GraphQLResolveInfo,
  ): Promise<Record<string, unknown>> {
    const fields: Record<string, unknown> = {};
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) continue;
      const name = selection.name.value;
      const own = { ...info, fieldName: name, fieldNodes: [selection] };
      const value = await this.resolve(held, held.typeName, name, {}, own).catch(() => null);
      fields[name] = await this.#flatten(value, selection.selectionSet, info);
    }
    return fields;
  }

  async #flatten(
    value: unknown,
    set: SelectionSetNode | undefined,
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    if (Array.isArray(value)) {
      return await Promise.all(value.map((item) => this.#flatten(item, set, info)));
    }
    if (value instanceof Error || value === null || value === undefined) return null;
    return set ? await this.#read(value as Held, set, info) : value;
  }

  async #hold(
    value: unknown,
    team: string,
    typeName: string,
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    if (value === null || value === undefined || value instanceof Error) return value ?? null;
    if (Array.isArray(value)) {
      return await Promise.all(
        value.map(async (item: unknown) =>
          this.#hold(await Promise.resolve(item).catch(toError), team, typeName, info),
        ),
      );
    }
    const { schema, context } = this.#open(team);
    const type = schema.getType(typeName);
    if (isLeafType(type)) return type.serialize(value);
    const actual =
      isAbstractType(type) && type.resolveType
        ? await type.resolveType(value, context, info, type)
        : ((value as Readonly<Record<string, string | undefined>>)['__typename'] ?? typeName);
    const held: Held = { team, typeName: actual ?? typeName, value, entered: new Map() };
    return held;
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
