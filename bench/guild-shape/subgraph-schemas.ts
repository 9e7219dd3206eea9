// The four subgraphs of guild-shape as executable schemas, and the whole as one monolith.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';

import {
  estimateShipping,
  findProduct,
  findReview,
  findUser,
  listProducts,
  listUsers,
} from './shop-data.ts';

/** Names of the four, in the order of the alphabet. */
export const guildSubgraphNames = ['accounts', 'inventory', 'products', 'reviews'] as const;

/** One of the four. */
export type GuildSubgraphName = (typeof guildSubgraphNames)[number];

const queries = {
  users: (_root: unknown, { segment }: { segment: number }) => listUsers(segment),
  user: (_root: unknown, { id }: { id: string }) => findUser(id),
  topProducts: (_root: unknown, { segment, first }: { segment: number; first: number }) =>
    listProducts(segment, first),
};
const userEntity = { __resolveReference: ({ id }: { id: string }) => findUser(id) };
const productEntity = { __resolveReference: ({ upc }: { upc: string }) => findProduct(upc) };
const reviewEntity = { __resolveReference: ({ id }: { id: string }) => findReview(id) };

const resolvers = {
  accounts: { Query: { users: queries.users, user: queries.user }, User: userEntity },
  products: { Query: { topProducts: queries.topProducts }, Product: productEntity },
  inventory: {
    Product: {
      // What a fetch brings along decides: a gateway that leaves out @requires is found out.
      __resolveReference: (sent: { upc: string; price?: number; weight?: number }) => {
        const product = findProduct(sent.upc);
        return product && { ...product, price: sent.price, weight: sent.weight };
      },
      shippingEstimate: ({ price, weight }: { price?: number; weight?: number }) =>
        price === undefined || weight === undefined ? null : estimateShipping(price, weight),
    },
  },
  reviews: { User: userEntity, Product: productEntity, Review: reviewEntity },
};

/** Reads a subgraph's SDL. */
export function readGuildSdl(name: GuildSubgraphName): string {
  return readFileSync(join(import.meta.dirname, `${name}.graphql`), 'utf8');
}

/** The schema that a subgraph executes with. */
export function createGuildSubgraphSchema(name: GuildSubgraphName): GraphQLSchema {
  return buildSubgraphSchema({ typeDefs: parse(readGuildSdl(name)), resolvers: resolvers[name] });
}

/**
 * The graph as one schema over the same data, without any gateway: what every answer must equal.
 *
 * @throws Error if the four do not compose.
 */
export function createGuildMonolithSchema(): GraphQLSchema {
  const composed = composeServices(
    guildSubgraphNames.map((name) => ({ name, url: '', typeDefs: parse(readGuildSdl(name)) })),
  );
  if (composed.errors) throw new AggregateError(composed.errors, composed.errors.join('\n'));
  const schema = Supergraph.build(composed.supergraphSdl).apiSchema().toGraphQLJSSchema();
  const fields = schema.getQueryType()?.getFields() ?? {};
  for (const [name, resolve] of Object.entries(queries)) {
    const field = fields[name];
    if (field) field.resolve = resolve;
  }
  return schema;
}
