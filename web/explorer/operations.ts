// The prepared operations, read from schema/operations when the explorer is built.

/** One operation that the picker offers. */
export interface PreparedOperation {
  /** The file's name without number and ending, such as `model-series`. */
  readonly name: string;
  /** Such as `Model series`. */
  readonly title: string;
  /** What it asks for, in a sentence. */
  readonly description: string;
  readonly kind: 'query' | 'mutation';
  readonly document: string;
  /** As JSON; empty where the operation takes none. */
  readonly variables: string;
  /** Whether the caller must be signed in to see anything. */
  readonly needsSignIn: boolean;
}

/** Operations that belong together. */
export interface OperationGroup {
  readonly title: string;
  readonly operations: readonly PreparedOperation[];
}

/** Texts by file path, as `import.meta.glob` gives them. */
export type Files = Readonly<Record<string, string>>;

// The numbers of the files run through the three journeys.
const groups = [
  { title: 'Models', upTo: 5, needsSignIn: false },
  { title: 'Configuration and price', upTo: 12, needsSignIn: false },
  { title: 'Ownership', upTo: Number.POSITIVE_INFINITY, needsSignIn: true },
] as const;

/** Reads documents named `NN-name.graphql`, with variables in `NN-name.variables.json`, by journey. */
export function groupOperations(documents: Files, variables: Files): readonly OperationGroup[] {
  const all = Object.keys(documents)
    .sort()
    .map((path) => ({ number: readNumber(path), path }));

  return groups.map(({ title, upTo, needsSignIn }, index) => ({
    title,
    operations: all
      .filter(({ number }) => number <= upTo && number > (groups[index - 1]?.upTo ?? 0))
      .map(({ path }) => {
        const document = documents[path] ?? '';
        const sample = variables[path.replace(/\.graphql$/, '.variables.json')] ?? '';
        return readOperation(path, document, sample.trim(), needsSignIn);
      }),
  }));
}

function readOperation(
  path: string,
  source: string,
  variables: string,
  needsSignIn: boolean,
): PreparedOperation {
  const name = /\d+-([^/]+)\.graphql$/.exec(path)?.[1] ?? path;
  const words = name.replaceAll('-', ' ');
  return {
    name,
    title: words.charAt(0).toUpperCase() + words.slice(1),
    description: /^#\s*(.+)$/m.exec(source)?.[1] ?? '',
    kind: /^mutation\b/m.test(source) ? 'mutation' : 'query',
    document: source.trim(),
    variables,
    needsSignIn,
  };
}

function readNumber(path: string): number {
  return Number(/(\d+)-[^/]+$/.exec(path)?.[1] ?? Number.NaN);
}
