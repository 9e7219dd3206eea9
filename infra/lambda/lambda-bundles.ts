// The nine functions: what each is bundled from, and which files lie beside its bundle.

/** A function's bundle. */
export interface LambdaBundle {
  /** Its folder under dist/lambda. */
  readonly name: string;
  /** Its `lambda.ts`, from the project's root. */
  readonly entry: string;
  /** Files and folders from the project's root, and where they go in the bundle's folder. */
  readonly assets: readonly { readonly from: string; readonly to: string }[];
  /** Threads that it starts: files of their own beside the bundle, named without `.mjs`. */
  readonly threads?: readonly { readonly entry: string; readonly name: string }[];
  /** Operations to plan beforehand: a folder from the project's root, with a `.graphql` file for each. */
  readonly preparedOperations?: string;
  /** Whether it uses libsql, which is native and cannot be bundled. */
  readonly hasDatabase: boolean;
}

const teams = ['vehicle', 'options', 'pricing', 'maintenance'] as const;

/** All of them. */
export const lambdaBundles: readonly LambdaBundle[] = [
  {
    name: 'gateway',
    entry: 'gateway/lambda.ts',
    assets: ['schema/supergraph.graphql', ...teams.map(schemaOf)].map((path) => ({
      from: path,
      to: path,
    })),
    threads: [{ entry: 'gateway/engine/planner/main.ts', name: 'query-planner' }],
    preparedOperations: 'schema/operations',
    hasDatabase: false,
  },
  ...teams.map((team) => ({
    name: `${team}-subgraph`,
    entry: `subgraphs/${team}/lambda.ts`,
    assets: [{ from: schemaOf(team), to: 'schema.graphql' }],
    hasDatabase: false,
  })),
  ...teams.map((team) => ({
    name: `${team}-service`,
    entry: `services/${team}/lambda.ts`,
    assets: [{ from: 'services/catalogue/tables', to: 'tables' }],
    hasDatabase: true,
  })),
];

function schemaOf(team: string): string {
  return `subgraphs/${team}/schema.graphql`;
}
