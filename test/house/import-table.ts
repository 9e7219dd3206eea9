// Who may import whom, folder by folder. docs/architecture.md tells the reasons.

/** What a part may import beside itself. */
export interface ImportRule {
  readonly anything: readonly string[];
  /** Parts of which only types may be imported. */
  readonly onlyTypes?: readonly string[];
}

const everyPart = [
  'runtime',
  'cache',
  'services/*',
  'schema',
  'subgraphs/*',
  'gateway',
  'web',
] as const;

/**
 * The part's folder and its rule. `*` is one folder name. The first row that matches holds.
 * `main.ts` and `lambda.ts` wire parts together and may import any; tests may, too.
 */
const importTable: readonly (readonly [part: string, rule: ImportRule])[] = [
  ['runtime', { anything: [] }],
  ['cache', { anything: ['runtime'] }],
  ['services/*', { anything: ['runtime', 'services/server', 'services/catalogue'] }],
  ['schema', { anything: ['runtime', 'cache'] }],
  ['subgraphs/server', { anything: ['runtime', 'cache'] }],
  ['subgraphs/*', { anything: ['subgraphs/server', 'cache', 'runtime'] }],
  // Keys are made by the command line and verified by the gateway.
  ['gateway/guard/keys', { anything: ['runtime', 'cache'] }],
  ['gateway', { anything: ['runtime', 'cache', 'schema/registry'], onlyTypes: ['schema'] }],
  ['web', { anything: [], onlyTypes: ['gateway', 'schema/registry'] }],
  ['infra/local', { anything: everyPart }],
  ['infra/bundle', { anything: ['runtime', 'gateway'] }],
  ['infra/lambda', { anything: ['runtime', 'infra/bundle'] }],
  ['infra/gateway', { anything: ['runtime', 'gateway', 'infra/bundle'] }],
  ['infra/codegen', { anything: everyPart }],
  ['cli', { anything: ['runtime', 'schema', 'infra/local', 'gateway/guard/keys'] }],
  ['bench', { anything: ['runtime', 'infra/local'] }],
  ['gameday', { anything: ['runtime', 'infra/local'] }],
];

/** Whether a file lies in a part, given as in the table. */
export function isInPart(file: string, part: string): boolean {
  const folders = part.split('/');
  const segments = file.split('/');
  return (
    segments.length > folders.length &&
    folders.every((folder, index) => folder === '*' || folder === segments[index])
  );
}

/** The rule that holds for a file, and the folder that counts as its own part. */
export function findRule(
  file: string,
): { readonly own: string; readonly rule: ImportRule } | undefined {
  const row = importTable.find(([part]) => isInPart(file, part));
  if (!row) return undefined;
  const [part, rule] = row;
  return { own: file.split('/').slice(0, part.split('/').length).join('/'), rule };
}
