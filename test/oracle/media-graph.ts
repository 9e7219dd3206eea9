// Media in two subgraphs, of which one knows all of them only as one interface object.
import type { TestedGraph } from './oracle.ts';
import type { Row } from './world.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@shareable", "@interfaceObject"])`;

const catalogue = `${link}
type Query { media(first: Int = 3): [Media] medium(id: ID!): Media works: [Work] }
union Work = Book | Film
interface Media @key(fields: "id") { id: ID! title: String language: String }
type Book implements Media @key(fields: "id") { id: ID! title: String language: String pages: Int sequel: Media }
type Film implements Media @key(fields: "id") { id: ID! title: String language: String minutes: Int basedOn: Book }
`;

const ratings = `${link}
type Query { best: [Media] }
type Media @key(fields: "id") @interfaceObject {
  id: ID!
  language: String @external
  rating(scale: Int = 5): Float
  verdict: String @requires(fields: "language")
  similar: [Media]
}
`;

const books: readonly Row[] = [1, 2].map((number) => ({
  __typename: 'Book',
  id: `book${number}`,
  title: `Book ${number}`,
  language: number === 1 ? 'de' : null,
  pages: number * 100,
}));
const films: readonly Row[] = [1, 2].map((number) => ({
  __typename: 'Film',
  id: `film${number}`,
  title: number === 1 ? null : 'Film',
  language: 'fr',
  minutes: 90,
}));
const media: readonly Row[] = [...books, ...films];

/** The media. */
export const mediaGraph: TestedGraph = {
  subgraphs: { catalogue, ratings },
  world: {
    rows: media,
    interfaces: { Book: ['Media'], Film: ['Media'] },
    computed: {
      'Query.media': (_read, { first }) => media.slice(0, Number(first)),
      'Query.medium': (_read, { id }) => media.find((row) => row['id'] === id),
      'Query.works': () => [films[1], null, books[0]],
      'Query.best': () => [films[0], books[1]],
      'Book.sequel': (read) => (read('id') === 'book1' ? films[0] : null),
      'Film.basedOn': (read) => (read('id') === 'film2' ? books[1] : null),
      'Media.rating': (read, { scale }) => (String(read('id')).length / 6) * Number(scale),
      'Media.verdict': (read) => `good, in ${String(read('language'))}`,
      'Media.similar': () => [books[0], null, films[1]],
    },
  },
};
