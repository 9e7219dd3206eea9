// Graphs that use every directive of federation, with data that seeds make up.
import type { SeededGraph } from './oracle.ts';

const link = (imports: string): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports
    .split(' ')
    .map((name) => `"@${name}"`)
    .join(', ')}])`;

/** Keys of all kinds, of which no subgraph has all; inputs with arguments, and of inputs. */
export const keysGraph: SeededGraph = {
  known: ['Part-id-1', 'Part-sku-2'],
  subgraphs: {
    parts: `${link('key external requires provides shareable')}
      type Query {
        part(id: ID): Part
        parts(filter: PartFilter = { size: LARGE, sizes: [SMALL] }, first: Int = 3): [Part!]
        grid: [[Part]!]
        makers: [Maker]!
      }
      input PartFilter { size: Size = SMALL sizes: [Size!] inner: PartFilter text: String }
      enum Size { SMALL LARGE }
      type Part @key(fields: "id") @key(fields: "sku lot { code }", resolvable: false) {
        id: ID!
        sku: String!
        lot: Lot!
        size: Size
        price(currency: String = "EUR", rounded: Boolean): Float
        weights: [Float!]
        maker: Maker @provides(fields: "name")
        box: Box
        stock: Stock
      }
      type Lot @shareable { code: String! number: Int }
      type Box @shareable { width: Int height: Int! inner: Box label(upper: Boolean): String }
      type Maker @key(fields: "id", resolvable: false) { id: ID! name: String @external }
      type Stock @key(fields: "part { id } store") { part: Part! store: ID! count: Int }
    `,
    lots: `${link('key external requires shareable')}
      type Query { lotted(first: Int): [Part] }
      type Part @key(fields: "sku lot { code }") {
        sku: String!
        lot: Lot!
        upc: Int! @shareable
        tested: [Test]
      }
      type Lot @shareable { code: String! }
      type Test { passed: Boolean! by: Maker at: [[String]] }
      type Maker @key(fields: "id") { id: ID! country: String! }
    `,
    labels: `${link('key external requires shareable')}
      type Query { labelled: Part! }
      type Part @key(fields: "id", resolvable: false) @key(fields: "upc id") {
        id: ID!
        upc: Int! @shareable
        price(currency: String = "EUR", rounded: Boolean): Float @external
        weights: [Float!] @external
        box: Box @external
        euro: String @requires(fields: "price(currency: \\"EUR\\")")
        dollar(short: Boolean = true): String @requires(fields: "price(currency: \\"USD\\", rounded: true) weights")
        volume: Int @requires(fields: "box { width inner { height label(upper: true) } }")
      }
      type Box @shareable { width: Int height: Int! inner: Box label(upper: Boolean): String }
    `,
    makers: `${link('key external requires shareable')}
      type Query { maker(id: ID!): Maker }
      type Maker @key(fields: "id") {
        id: ID!
        name: String @shareable
        best: Part
        country: String! @external
        greeting(polite: Boolean): String! @requires(fields: "country")
        stocks: [Stock!]
      }
      type Part @key(fields: "id") @key(fields: "sku lot { code }") {
        id: ID!
        sku: String!
        lot: Lot!
        dollar(short: Boolean = true): String @external
        report(lines: Int! = 2): Report @requires(fields: "dollar")
      }
      type Lot @shareable { code: String! }
      type Report { text: String! of: Part! maker: Maker }
      type Stock @key(fields: "part { id } store") { part: Part! store: ID! sold: Int! note: String }
    `,
  },
};

/** Interfaces of interfaces, unions, entity interfaces, and what clients may not see of them. */
export const kindsGraph: SeededGraph = {
  known: ['Car-id-1', 'Bike-id-2'],
  subgraphs: {
    vehicles: `${link('key external requires shareable inaccessible tag override composeDirective')}
      @link(url: "https://example.com/marks/v1.0", import: ["@mark"])
      @composeDirective(name: "@mark")
      directive @mark(text: String) on FIELD_DEFINITION | OBJECT
      type Query {
        any(first: Int = 2, hiddenFlag: Boolean = true @inaccessible): [Any] @tag(name: "public")
        vehicle(id: ID!): Vehicle
        named(kind: Kind = BIG): [Named!]
        matrix: [[[Moving]]!]
        cars: [Car!]!
        secret: Named
        empty: Empty
      }
      union Any = Car | Bike | Boat | Secret
      enum Kind @tag(name: "public") { BIG SMALL HIDDEN @inaccessible }
      scalar Blob @specifiedBy(url: "https://example.com/blob")
      interface Empty { id: ID! }
      interface Named { name: String }
      interface Moving implements Named { name: String speed(unit: Unit): Float }
      input Unit { name: String = "km" factor: Float hidden: Int = 3 @inaccessible list: [[Int]] }
      interface Vehicle implements Moving & Named @key(fields: "id") { id: ID! name: String speed(unit: Unit): Float kind: Kind }
      type Car implements Vehicle & Moving & Named @key(fields: "id") @mark(text: "a") {
        id: ID! name: String speed(unit: Unit): Float kind: Kind blob: Blob doors: [Door!] old: String @deprecated garage: Garage
      }
      type Bike implements Vehicle & Moving & Named @key(fields: "id") {
        id: ID! name: String speed(unit: Unit): Float kind: Kind rider: Rider gears: Int!
      }
      type Boat implements Moving & Named { name: String speed(unit: Unit): Float kinds: [Kind] sails: [[Kind!]] }
      type Door { side: Kind car: Car! window: Window }
      type Window @shareable { tinted: Boolean size: Float! }
      type Secret implements Named @inaccessible { name: String code: String }
      type Garage @key(fields: "town street { name }") { town: String! street: Street! }
      type Street @shareable { name: String! }
      type Rider @key(fields: "id") { id: ID! name: String weight: Float }
    `,
    garages: `${link('key external requires shareable inaccessible override')}
      type Query { garages: [Garage] place: Place owners: [Owner] }
      union Owner = Rider | Firm
      union Place = Garage | Firm
      type Garage @key(fields: "town street { name }") {
        town: String!
        street: Street!
        vehicles(first: Int): [Held]
        owner: Owner
        price: Float @inaccessible
        rent: Float
      }
      type Street @shareable { name: String! }
      interface Held { id: ID! }
      type Car implements Held @key(fields: "id") {
        id: ID!
        kind: Kind @external
        slots(wide: Boolean = false): Int @requires(fields: "kind doors { side window { size } }")
        doors: [Door!] @external
      }
      type Door { side: Kind @external window: Window @external }
      type Window @shareable { tinted: Boolean size: Float! }
      type Bike implements Held @key(fields: "id") { id: ID! gears: Int! @override(from: "vehicles") locked: Boolean }
      enum Kind { BIG SMALL HIDDEN @inaccessible }
      type Firm { title: String! lead: Rider }
      type Rider @key(fields: "id") { id: ID! weight: Float @override(from: "vehicles", label: "percent(50)") team: String height: Float }
    `,
    riders: `${link('key external requires shareable')}
      type Query { riders(names: [String!] = ["a"]): [Rider!] }
      type Rider @key(fields: "id") {
        id: ID!
        height: Float @external
        index: Float @requires(fields: "height")
        friends: [Rider]
        rides: [Ridden]
        partner: Rider
      }
      union Ridden = Car | Bike
      type Car @key(fields: "id") { id: ID! driver: Rider best: Ridden }
      type Bike @key(fields: "id") { id: ID! champion: Rider! }
    `,
  },
};

/** Interfaces that other subgraphs know as objects. */
export const interfaceObjectsGraph: SeededGraph = {
  known: ['Book-id-1', 'Film-id-2', 'Song-id-0'],
  subgraphs: {
    works: `${link('key external requires shareable')}
      type Query { works(first: Int = 3): [Work] work(id: ID!): Work pieces: [Piece!] shelf: [[Work!]] book: Book }
      union Piece = Book | Song
      interface Titled { title: String }
      interface Work implements Titled @key(fields: "id") { id: ID! title: String language(full: Boolean): String year: Int owner: Owner }
      type Book implements Work & Titled @key(fields: "id") { id: ID! title: String language(full: Boolean): String year: Int owner: Owner pages: Int sequel: Book }
      type Film implements Work & Titled @key(fields: "id") { id: ID! title: String language(full: Boolean): String year: Int owner: Owner minutes: Int! basedOn: Work }
      type Song implements Work & Titled @key(fields: "id") { id: ID! title: String language(full: Boolean): String year: Int owner: Owner covers: [Song] film: Film }
      type Owner @key(fields: "id") { id: ID! name: String }
    `,
    ratings: `${link('key external requires shareable interfaceObject')}
      type Query { best(first: Int): [Work!] top: Work }
      type Work @key(fields: "id") @interfaceObject {
        id: ID!
        year: Int @external
        language(full: Boolean): String @external
        rating(scale: Int = 5): Float
        verdict: String @requires(fields: "year")
        review(long: Boolean): Review @requires(fields: "language(full: true)")
        similar(first: Int): [Work]
      }
      type Review { text: String! of: Work stars: Float! by: Owner }
      type Owner @key(fields: "id") { id: ID! reviews: [Review!] favourite: Work }
    `,
    loans: `${link('key external requires shareable interfaceObject')}
      type Query { lent: [Work] }
      type Work @key(fields: "id") @interfaceObject {
        id: ID!
        rating(scale: Int = 5): Float @external
        lentTo: Owner
        fee: Float @requires(fields: "rating")
        days: [Int!]!
      }
      type Owner @key(fields: "id") { id: ID! loans: [Work!] }
    `,
  },
};

/**
 * Writes, whose order counts; what they answer goes on into other subgraphs. None of them is
 * non-null: after one that fails, graphql-js writes no more, and a gateway asks the next subgraph.
 */
export const writesGraph: SeededGraph = {
  known: ['Task-id-1', 'Task-id-2'],
  hasWrites: true,
  subgraphs: {
    tasks: `${link('key external requires shareable')}
      type Query { task(id: ID!): Task }
      type Mutation { add(text: String! = "a", tags: [String] = []): Task close(input: Close!): Closed drop: Int }
      input Close { id: ID! reason: Reason = DONE }
      enum Reason { DONE DUPLICATE }
      type Closed { task: Task reason: Reason at: Int! }
      type Task @key(fields: "id") { id: ID! text: String }
    `,
    people: `${link('key external requires shareable')}
      type Query { people: [Person] }
      type Mutation { assign(task: ID!, person: ID): Task rename(name: String): Person }
      type Task @key(fields: "id") { id: ID! text: String @external assignee: Person short: String @requires(fields: "text") }
      type Person @key(fields: "id") { id: ID! name: String! tasks: [Task!] }
    `,
  },
};
