// The data behind the four subgraphs of guild-shape: a shop for each segment, alike but for its ids.
// Everything is computed from the id, so that no segment takes memory until it is asked for.

/** A user of a segment; `reviews` are those that the user wrote. */
export interface User {
  readonly __typename: 'User';
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly birthday: number;
  readonly reviews: () => readonly Review[];
}

/** A product; what it costs to send follows from `price` and `weight`. */
export interface Product {
  readonly __typename: 'Product';
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
  readonly shippingEstimate: number;
  readonly reviews: () => readonly Review[];
}

/** A review of one product by one user. */
export interface Review {
  readonly __typename: 'Review';
  readonly id: string;
  readonly body: string;
  readonly author: () => User;
  readonly product: () => Product;
}

const people = ['Ada', 'Bo', 'Cleo', 'Dag', 'Elif', 'Finn'] as const;
const articles = [
  ['Roof box', 599, 18_500],
  ['Floor mats', 119, 5_200],
  ['Winter wheels', 1_990, 62_000],
  ['Charging cable', 289, 3_400],
  ['Dash camera', 349, 600],
  ['Child seat', 429, 9_800],
  ['Bicycle rack', 749, 15_700],
  ['Tool kit', 89, 2_100],
  ['Cargo net', 49, 400],
] as const;
const verdicts = [
  'Fits at once.',
  'Better than it looks in the photo, and it has not rattled since.',
  'Arrived late.',
  'I would buy it again any time.',
  'The instructions could be clearer.',
] as const;
// Pairs of author and product; several reviewers a product, several products a reviewer.
const reviewed = [
  [0, 0],
  [0, 1],
  [0, 5],
  [1, 0],
  [1, 2],
  [1, 6],
  [2, 1],
  [2, 3],
  [2, 7],
  [3, 2],
  [3, 4],
  [3, 8],
  [4, 3],
  [4, 0],
  [4, 5],
  [5, 4],
  [5, 0],
  [5, 2],
  [0, 3],
  [2, 4],
  [3, 3],
  [4, 2],
  [5, 1],
  [2, 0],
] as const;

/** Finds a user by id, such as `u7-0`; `undefined` where there is none. */
export function findUser(id: string): User | undefined {
  const place = readId(id, 'u', people.length);
  return place && createUser(place.segment, place.index);
}

/** Finds a product by its code, such as `p7-0`. */
export function findProduct(upc: string): Product | undefined {
  const place = readId(upc, 'p', articles.length);
  return place && createProduct(place.segment, place.index);
}

/** Finds a review by id, such as `r7-0`. */
export function findReview(id: string): Review | undefined {
  const place = readId(id, 'r', reviewed.length);
  return place && createReview(place.segment, place.index);
}

/** All users of a segment. */
export function listUsers(segment: number): readonly User[] {
  return people.map((_person, index) => createUser(segment, index));
}

/** The first products of a segment. */
export function listProducts(segment: number, first: number): readonly Product[] {
  return articles
    .slice(0, Math.max(0, first))
    .map((_article, index) => createProduct(segment, index));
}

function createUser(segment: number, index: number): User {
  const name = people[index] ?? '';
  return {
    __typename: 'User',
    id: `u${segment}-${index}`,
    name: `${name} of segment ${segment}`,
    username: `@${name.toLowerCase()}${segment}`,
    birthday: 1_970 + index,
    reviews: () => listReviews(segment, ([author]) => author === index),
  };
}

function createProduct(segment: number, index: number): Product {
  const [name = '', price = 0, weight = 0] = articles[index] ?? [];
  return {
    __typename: 'Product',
    upc: `p${segment}-${index}`,
    name,
    price,
    weight,
    inStock: index % 3 !== 1,
    shippingEstimate: estimateShipping(price, weight),
    reviews: () => listReviews(segment, ([, product]) => product === index),
  };
}

/** What sending costs: nothing above a price, else by weight. */
export function estimateShipping(price: number, weight: number): number {
  return price > 1_000 ? 0 : Math.round(weight / 500);
}

function createReview(segment: number, index: number): Review {
  const [author = 0, product = 0] = reviewed[index] ?? [];
  return {
    __typename: 'Review',
    id: `r${segment}-${index}`,
    body: verdicts[index % verdicts.length] ?? '',
    author: () => createUser(segment, author),
    product: () => createProduct(segment, product),
  };
}

function listReviews(
  segment: number,
  isMeant: (pair: readonly [author: number, product: number]) => boolean,
): readonly Review[] {
  return reviewed.flatMap((pair, index) => (isMeant(pair) ? [createReview(segment, index)] : []));
}

function readId(id: string, prefix: string, count: number) {
  const [, segment, index] = new RegExp(`^${prefix}(\\d{1,6})-(\\d+)$`).exec(id) ?? [];
  if (segment === undefined || Number(index) >= count) return undefined;
  return { segment: Number(segment), index: Number(index) };
}
