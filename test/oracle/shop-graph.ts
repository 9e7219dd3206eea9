// A shop in four subgraphs that uses the directives of federation, with data that has gaps.
import type { TestedGraph } from './oracle.ts';
import type { Row } from './world.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@provides", "@shareable", "@override", "@inaccessible", "@interfaceObject"])`;

const products = `${link}
type Query {
  products(first: Int = 3, kind: Kind): [Product!]
  product(id: ID!): Product
  node(id: ID!): Node
  shelves: [[Item]]
  things: [Thing]
  brands: [Brand!]!
  failing: [Product]
}
interface Node { id: ID! }
interface Item implements Node { id: ID! title: String }
interface Sold implements Item & Node { id: ID! title: String kind: Kind }
union Thing = Product | Brand | Article
enum Kind { SMALL LARGE SECRET @inaccessible }
scalar Json
type Size @shareable { width: Int height: Int }
type Product implements Sold & Item & Node @key(fields: "id") @key(fields: "sku pack { code }") {
  id: ID!
  sku: String!
  pack: Pack!
  title: String
  kind: Kind
  tags(first: Int): [String!]
  matrix: [[Int!]]
  attributes: Json
  size: Size
  weight: Float
  brand: Brand
  related(first: Int = 2): [Product]
  fails: String
  label: String
}
type Pack @shareable { code: String! layers: Int }
type Brand implements Node @key(fields: "id") { id: ID! name: String @shareable strict: String! }
type Article implements Item & Node @key(fields: "id") { id: ID! title: String words: Int about: [Product] }
`;

const inventory = `${link}
type Query { warehouses: [Warehouse!]  }
type Size @shareable { width: Int height: Int }
type Product @key(fields: "id") {
  id: ID!
  size: Size @external
  weight: Float @external
  label: String @override(from: "products")
  inStock: Boolean
  shipping(express: Boolean = false): Float @requires(fields: "size { width height } weight")
  warehouse: Warehouse
}
type Brand @key(fields: "id") { id: ID! products: [Product] head: Person }
type Person @key(fields: "id") { id: ID! }
type Warehouse @key(fields: "code zone { land }") { code: ID! zone: Zone! capacity: Int stock: [Product!] }
type Zone @shareable { land: String! number: Int }
`;

const reviews = `${link}
type Query { latest(first: Int = 2): [Review] }
type Product @key(fields: "sku pack { code }") {
  sku: String!
  pack: Pack!
  reviews(first: Int = 2): [Review]
  stars: Float
}
type Pack @shareable { code: String! }
type Review @key(fields: "id") { id: ID! text: String stars: Int! author: Person @provides(fields: "name") product: Product }
type Person @key(fields: "id") { id: ID! name: String @external reviews: [Review!] greeting(polite: Boolean!): String @requires(fields: "email") email: String @external }
type Warehouse @key(fields: "code zone { land }") { code: ID! zone: Zone! rating: Int }
type Zone @shareable { land: String! }
`;

const people = `${link}
type Query { me: Person person(filter: PersonFilter!): Person }
input PersonFilter { email: String id: ID }
type Person @key(fields: "id") @key(fields: "email") {
  id: ID!
  name: String @shareable
  email: String
  age: Int
  friends: [Person]
  home: Address
}
type Address { street: String! lines: [String] owner: Person }
`;

const size = (width: number, height: number | null): Row => ({ __typename: 'Size', width, height });
const pack = (code: string, layers: number | null = null): Row => ({
  __typename: 'Pack',
  code,
  layers,
});

const brandRows: readonly Row[] = [
  { __typename: 'Brand', id: 'b1', name: 'Anker', strict: 'yes' },
  { __typename: 'Brand', id: 'b2', name: null, strict: null },
];
const productRows: readonly Row[] = [1, 2, 3, 4, 5].map((number) => ({
  __typename: 'Product',
  id: `p${number}`,
  sku: `s${Math.ceil(number / 2)}`,
  pack: pack(`k${number % 2}`, number),
  title: number === 4 ? null : `Product ${number}`,
  kind: [null, 'SMALL', 'LARGE'][number % 3],
  matrix: number === 2 ? null : [[number, 2], [], number === 3 ? null : [3]],
  attributes: { depth: { list: [number, null, 'x'] } },
  size: number === 5 ? null : size(number, number === 3 ? null : number * 2),
  weight: number / 4,
  label: `label ${number}`,
  inStock: number % 2 === 0,
  brand: number === 1 ? null : brandRows[number % 2],
  stars: number === 2 ? null : number / 2,
}));
const peopleRows: readonly Row[] = [1, 2, 3].map((number) => ({
  __typename: 'Person',
  id: `u${number}`,
  name: `Name ${number}`,
  email: `u${number}@example.com`,
  age: number === 2 ? null : 20 + number,
}));
const reviewRows: readonly Row[] = [1, 2, 3, 4, 5, 6].map((number) => ({
  __typename: 'Review',
  id: `r${number}`,
  text: number === 3 ? null : `Text ${number}`,
  stars: number,
  author: number === 5 ? null : peopleRows[number % 3],
  product: number === 6 ? null : productRows[number % 5],
}));
const warehouseRows: readonly Row[] = ['DE', 'FR'].map((land, index) => ({
  __typename: 'Warehouse',
  code: 'w1',
  zone: { __typename: 'Zone', land, number: index },
  capacity: index === 0 ? 10 : null,
  rating: index,
}));
const articleRow: Row = {
  __typename: 'Article',
  id: 'a1',
  title: 'Read',
  words: 3,
  about: [productRows[0], null, productRows[3]],
};

const take = (rows: readonly unknown[], first: unknown): readonly unknown[] =>
  rows.slice(0, typeof first === 'number' ? Math.max(0, first) : rows.length);
const fail = (): never => {
  throw new Error('This field always fails.');
};

/** The shop. */
export const shopGraph: TestedGraph = {
  subgraphs: { products, inventory, reviews, people },
  world: {
    rows: [
      ...brandRows,
      ...productRows,
      ...peopleRows,
      ...reviewRows,
      ...warehouseRows,
      articleRow,
    ],
    computed: {
      'Query.products': (_read, { first, kind }) =>
        take(
          productRows.filter((row) => kind === undefined || row['kind'] === kind),
          first,
        ),
      'Query.product': (_read, { id }) => productRows.find((row) => row['id'] === id),
      'Query.node': (_read, { id }) =>
        [...productRows, ...brandRows, articleRow].find((row) => row['id'] === id),
      'Query.shelves': () => [[productRows[0], articleRow, null], null, [], [productRows[3]]],
      'Query.things': () => [brandRows[0], productRows[1], null, articleRow, productRows[4]],
      'Query.brands': () => brandRows,
      'Query.failing': fail,
      'Query.warehouses': () => warehouseRows,
      'Query.latest': (_read, { first }) => take(reviewRows, first),
      'Query.me': () => peopleRows[0],
      'Query.person': (_read, { filter }) => {
        const { email, id } = filter as { readonly email?: unknown; readonly id?: unknown };
        return peopleRows.find((row) => row['email'] === email || row['id'] === id);
      },
      'Product.tags': (read, { first }) => take([`${String(read('id'))}-a`, 'b', 'c'], first),
      'Product.related': (_read, { first }) => take([productRows[2], null, productRows[3]], first),
      'Product.fails': fail,
      'Product.shipping': (read, { express }) => {
        const { width, height } = (read('size') ?? {}) as {
          readonly width?: number;
          readonly height?: number;
        };
        return (width ?? 1) * (height ?? 1) * Number(read('weight')) * (express === true ? 2 : 1);
      },
      'Product.warehouse': (read) => warehouseRows[Number(String(read('id')).slice(1)) % 3],
      'Product.reviews': (read, { first }) =>
        take(
          reviewRows.filter(({ product }) => isSame(product, read)),
          first,
        ),
      'Brand.products': (read) =>
        productRows.filter(({ brand }) => (brand as Row | null)?.['id'] === read('id')),
      'Brand.head': (read) => (read('id') === 'b1' ? peopleRows[1] : null),
      'Person.friends': (read) => peopleRows.filter(({ id }) => id !== read('id')),
      'Person.reviews': (read) =>
        reviewRows.filter(({ author }) => (author as Row | null)?.['id'] === read('id')),
      'Person.greeting': (read, { polite }) =>
        `${polite === true ? 'Dear' : 'Hi'} ${String(read('email'))}`,
      'Person.home': (read) =>
        read('id') === 'u3'
          ? null
          : { __typename: 'Address', street: 'Street', lines: ['a', null], owner: peopleRows[2] },
      'Warehouse.stock': () => [productRows[0], productRows[4]],
    },
  },
};

function isSame(product: unknown, read: (field: string) => unknown): boolean {
  const row = product as Row | null;
  return (
    row?.['sku'] === read('sku') &&
    (row?.['pack'] as Row)?.['code'] === (read('pack') as Row)?.['code']
  );
}
