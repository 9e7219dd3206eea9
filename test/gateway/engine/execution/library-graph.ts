// A federated graph of media, reviews and people over one store: every subgraph and the monolith
// resolve each field from the very same objects.
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  buildSchema,
  execute,
  getOperationAST,
  type GraphQLError,
  graphqlSync,
  type GraphQLSchema,
  parse,
  print,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';

import {
  compileOperation,
  type CompiledOperation,
} from '../../../../gateway/engine/execution/compile-operation.ts';
import type {
  FetchReply,
  FetchRequest,
  FetchTarget,
} from '../../../../gateway/engine/execution/fetch-connection.ts';
import { createTypeRelations } from '../../../../gateway/engine/execution/type-relations.ts';
import { createOperationPlanner } from '../../../../gateway/engine/planner/operation-planner.ts';
import { settleConditions } from '../../../../gateway/engine/settle-conditions.ts';
import { readSubgraphReply } from '../../../../gateway/engine/subgraph-reply.ts';
import type { RequestContext } from '../../../../gateway/http/request-context.ts';
import { systemClock } from '../../../../runtime/clock.ts';
import { composeSupergraph } from '../../../../schema/composition/compose.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@provides", "@shareable", "@inaccessible", "@interfaceObject"])`;

const subgraphSdls = {
  media: `${link}
type Query { media: [Media!] first: Media things: [Thing] shelves: [[Media]] strict: [Media!]! person: Person }
interface Media @key(fields: "id") { id: ID! title: String pages: Int }
type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int isbn: String! author: Person size: Size @shareable mood: Mood extra: Any }
type Film implements Media @key(fields: "id") { id: ID! title: String pages: Int minutes: Float! cast: [Person!] mood: Mood! }
union Thing = Book | Film | Person
type Person @key(fields: "id") { id: ID! }
type Size @shareable { width: Int height: Int }
enum Mood { LIGHT DARK SECRET @inaccessible }
scalar Any`,
  reviews: `${link}
type Query { newest: [Review!] }
type Media @key(fields: "id") @interfaceObject { id: ID! reviews: [Review!] stars: Float score: Int! }
type Review @key(fields: "id") { id: ID! body: String! about: Media by: Person @provides(fields: "name") }
type Person @key(fields: "id") { id: ID! name: String @external reviews(newest: Int): [Review] }`,
  people: `${link}
type Query { people: [Person!]! }
type Person @key(fields: "id") { id: ID! name: String @shareable age: Int isAdult: Boolean! friends: [Person] favourite: Favourite size: Size @shareable }
type Favourite { media: Book why: String! }
type Book @key(fields: "id") { id: ID! pages: Int @external size: Size @shareable weight: Float @requires(fields: "pages") }
type Size @shareable { width: Int height: Int }`,
} as const;

export type SubgraphName = keyof typeof subgraphSdls;

/** A fetch as it was sent. */
export interface SentFetch {
  readonly subgraph: string;
  readonly body: { readonly query: string; readonly variables?: Record<string, unknown> };
}

/** May put another reply, or none, in the place of a subgraph's. */
export type Interference = (fetch: SentFetch, index: number) => FetchReply | string | undefined;

function composeLibrary(): string {
  const outcome = composeSupergraph(
    Object.entries(subgraphSdls).map(([name, sdl]) => ({
      name,
      url: `http://${name}.invalid/`,
      sdl,
    })),
  );
  if (outcome.status === 'failed') throw new Error(JSON.stringify(outcome.errors));
  return outcome.supergraphSdl;
}

const supergraphSdl = composeLibrary();
const planner = createOperationPlanner(supergraphSdl);
const types = createTypeRelations(parse(supergraphSdl));
export const apiSchema = buildSchema(planner.apiSdl);

export type Store = ReturnType<typeof createStore>;

/** The data; `broken` names fields, such as `Book:b1.author`, whose resolvers throw. */
export function createStore(broken: ReadonlySet<string> = new Set()) {
  const size = (width: number) => ({ width, height: width * 2 });
  const people = ['p1', 'p2', 'p3'].map((id, index): Record<string, unknown> => ({
    __typename: 'Person',
    id,
    name: index === 1 ? null : `Name "${id}"`,
    age: 17 + index,
    isAdult: index > 0,
    size: size(index),
  }));
  const media = ['b1', 'f1', 'b2', 'f2'].map((id, index): Record<string, unknown> => ({
    __typename: id.startsWith('b') ? 'Book' : 'Film',
    id,
    title: index === 3 ? null : `Title\n${id}`,
    pages: index === 2 ? null : 100 + index,
    stars: index + 0.5,
    score: index,
    ...(id.startsWith('b')
      ? {
          isbn: `isbn-${id}`,
          author: people[index % 2],
          size: size(index),
          weight: index === 2 ? null : (100 + index) / 2,
          mood: 'LIGHT',
          extra: { __proto__: null, list: [1, 'two', null] },
        }
      : { minutes: 90 + index, cast: [people[0], people[2]], mood: 'DARK' }),
  }));
  const reviews = ['r1', 'r2', 'r3', 'r4'].map((id, index): Record<string, unknown> => ({
    __typename: 'Review',
    id,
    body: `Body ${id}`,
    about: media[index % 3],
    by: people[index % 2],
  }));
  for (const [index, person] of people.entries()) {
    person['friends'] = [people[(index + 1) % 3], null, people[(index + 2) % 3]];
    person['favourite'] = index === 2 ? null : { media: media[index * 2], why: `why ${index}` };
    const own = reviews.filter((review) => review['by'] === person);
    person['reviews'] = ({ newest }: { newest?: number }) => own.slice(0, newest ?? own.length);
  }
  for (const item of media) {
    item['reviews'] = reviews.filter((review) => review['about'] === item);
  }
  for (const entity of [...people, ...media, ...reviews]) {
    for (const key of Object.keys(entity)) {
      if (!broken.has(`${String(entity['__typename'])}:${String(entity['id'])}.${key}`)) continue;
      entity[key] = () => {
        throw new Error('broken');
      };
    }
  }
  const entities = new Map(
    [...people, ...media, ...reviews].map((entity) => [String(entity['id']), entity]),
  );
  const root = {
    media,
    first: media[0],
    things: [media[0], people[0], media[1], null],
    shelves: [[media[0], null, media[1]], [], null, [media[2]]],
    strict: media,
    person: people[0],
    newest: reviews.slice(0, 2),
    people,
  };
  return { root, entities };
}

const reviewTypeNames = new Set(['Book', 'Film']);

function buildSubgraph(name: SubgraphName, store: Store): GraphQLSchema {
  const resolveReference = ({ id }: { id: string }) => {
    const entity = store.entities.get(id) ?? null;
    // Where an interface is an object of its own, its objects have no other type.
    if (!entity || name !== 'reviews' || !reviewTypeNames.has(String(entity['__typename']))) {
      return entity;
    }
    return Object.create(entity, { __typename: { value: 'Media' } }) as object;
  };
  const reference = { __resolveReference: resolveReference };
  const byName = {
    reviews: { Media: reference, Review: reference, Person: reference },
    people: { Book: reference, Person: reference },
    media: { Media: reference, Book: reference, Film: reference, Person: reference },
  };
  const resolvers = byName[name];
  return buildSubgraphSchema({ typeDefs: parse(subgraphSdls[name]), resolvers });
}

/** The graph, whose subgraphs answer in this process. */
export function createLibrary(store: Store, interfere: Interference = () => undefined) {
  const schemas = new Map(
    Object.keys(subgraphSdls).map((name) => [name, buildSubgraph(name as SubgraphName, store)]),
  );
  const sent: SentFetch[] = [];

  const connect =
    ({ subgraph }: FetchTarget) =>
    async ({ bodyText, entityCount }: FetchRequest): Promise<FetchReply> => {
      const body = JSON.parse(bodyText) as SentFetch['body'];
      const fetch = { subgraph, body };
      const index = sent.push(fetch) - 1;
      const other = interfere(fetch, index);
      if (other !== undefined && typeof other !== 'string') return other;
      const schema = schemas.get(subgraph);
      if (!schema) throw new Error(`no subgraph ${subgraph}`);
      const text =
        other ??
        JSON.stringify(
          await execute({
            schema,
            document: parse(body.query),
            rootValue: store.root,
            variableValues: body.variables ?? {},
          }),
        );
      const outcome = readSubgraphReply(
        subgraph,
        { status: 200, bodyText: () => text },
        entityCount,
      );
      return outcome.status === 'read'
        ? { status: 'answered', ...outcome.reply, isShared: false }
        : { status: 'failed', code: outcome.code };
    };

  const compile = (
    query: string,
    coercedVariables: Readonly<Record<string, unknown>> = {},
  ): CompiledOperation => {
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    const settled = settleConditions(document, operation, coercedVariables);
    const plan = planner.plan(print(settled.document), []);
    return compileOperation({
      ...settled,
      apiSchema,
      plan,
      types,
      connections: { connect, mayTravelTogether: () => true },
      clock: systemClock,
    });
  };

  return {
    sent,
    compile,
    async run(query: string, variables: Record<string, unknown> = {}) {
      const definitions = getOperationAST(parse(query))?.variableDefinitions ?? [];
      const { coerced } = getVariableValues(apiSchema, definitions, variables);
      const { dataText, errors } = await compile(query, coerced).execute({
        variables,
        coercedVariables: coerced ?? {},
        context: {} as RequestContext,
      });
      return { text: dataText, data: JSON.parse(dataText) as unknown, errors };
    },
  };
}

/** What one schema over the same objects answers. */
export function askMonolith(
  store: Store,
  query: string,
  variables: Record<string, unknown> = {},
): { readonly data: unknown; readonly errors: readonly GraphQLError[] } {
  const { data, errors = [] } = graphqlSync({
    schema: apiSchema,
    source: query,
    rootValue: store.root,
    variableValues: variables,
  });
  return { data: JSON.parse(JSON.stringify(data ?? null)) as unknown, errors };
}
