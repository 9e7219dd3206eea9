// Finds the document of an operation: a file, stdin, or one of the examples by its name.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { getOperationAST, GraphQLError, Kind, parse, Source } from 'graphql';

import type { CommandSurroundings } from '../command-context.ts';
import { createCliFault } from '../faults.ts';

/** A document, and the variables that an example comes with. */
export interface OperationDocument {
  /** What to call it in a message. */
  readonly name: string;
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** One of the examples of the project. */
export interface OperationExample {
  /** Such as `13-vehicle`. */
  readonly name: string;
  /** The first line of its document. */
  readonly description: string;
}

type Surroundings = Pick<CommandSurroundings, 'rootDirectory' | 'readStdin'>;

const ending = '.graphql';

/**
 * Loads a document. A name is that of an example, with or without its number; all else is a path.
 *
 * @throws CodedError `USAGE_INVALID` for a name that is none, `FILE_UNREADABLE`.
 */
export async function loadOperationDocument(
  reference: string,
  surroundings: Surroundings,
): Promise<OperationDocument> {
  if (reference === '-') {
    return { name: 'stdin', text: await surroundings.readStdin(), variables: {} };
  }
  if (/[./\\]/.test(reference)) {
    return { name: reference, text: await readTextFile(reference), variables: {} };
  }
  const names = await listNames(surroundings.rootDirectory);
  const name = names.find((full) => full === reference || full.replace(/^\d+-/, '') === reference);
  if (name === undefined) {
    throw createCliFault(
      'USAGE_INVALID',
      `There is no example ${reference}; marque query --list shows all. A file is named with its ending.`,
    );
  }
  const file = join(examplesFolder(surroundings.rootDirectory), name);
  const hasVariables = names.includes(`${name}.variables`);
  return {
    name: `${name}${ending}`,
    text: await readTextFile(`${file}${ending}`),
    variables: hasVariables ? parseObject(await readTextFile(`${file}.variables.json`), name) : {},
  };
}

/** Lists the examples in their order. */
export async function listOperationExamples(
  rootDirectory: string,
): Promise<readonly OperationExample[]> {
  const names = (await listNames(rootDirectory)).filter((name) => !name.endsWith('.variables'));
  return await Promise.all(
    names.map(async (name) => {
      const text = await readTextFile(join(examplesFolder(rootDirectory), `${name}${ending}`));
      return { name, description: /^# *(.*)/.exec(text)?.[1] ?? '' };
    }),
  );
}

/**
 * Checks that a document can be sent: it is GraphQL and says which operation is meant.
 *
 * @throws CodedError `DOCUMENT_INVALID` with the line and a caret below it, `USAGE_INVALID`.
 */
export function checkDocument({ name, text }: OperationDocument, operationName?: string): void {
  try {
    const document = parse(new Source(text, name));
    if (getOperationAST(document, operationName)) return;
    const operations = document.definitions.flatMap((node) =>
      node.kind === Kind.OPERATION_DEFINITION && node.name ? [node.name.value] : [],
    );
    const offer = operations.length === 0 ? 'it has none' : `it has ${operations.join(', ')}`;
    throw createCliFault(
      'USAGE_INVALID',
      operationName === undefined
        ? `${name} does not say which operation is meant: ${offer}; choose with --operation-name.`
        : `${name} has no operation ${operationName}: ${offer}.`,
    );
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [place] = error.locations ?? [];
    throw createCliFault('DOCUMENT_INVALID', error.toString(), {
      line: place?.line,
      column: place?.column,
    });
  }
}

/**
 * Reads variables: JSON, `@file`, or `@-` for stdin.
 *
 * @throws CodedError `USAGE_INVALID` for what is no JSON object, `FILE_UNREADABLE`.
 */
export async function loadVariables(
  text: string,
  { readStdin }: Pick<Surroundings, 'readStdin'>,
): Promise<Readonly<Record<string, unknown>>> {
  if (text === '@-') return parseObject(await readStdin(), 'stdin');
  if (text.startsWith('@')) return parseObject(await readTextFile(text.slice(1)), text.slice(1));
  return parseObject(text, '--variables');
}

/**
 * Reads a file.
 *
 * @throws CodedError `FILE_UNREADABLE`.
 */
export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`;
    throw createCliFault('FILE_UNREADABLE', `The file ${path} ${why}.`);
  }
}

function examplesFolder(rootDirectory: string): string {
  return join(rootDirectory, 'schema/operations');
}

/** Names without ending; those of variables end in `.variables`. */
async function listNames(rootDirectory: string): Promise<readonly string[]> {
  const files = await readdir(examplesFolder(rootDirectory));
  return files.map((file) => file.replace(/\.(graphql|json)$/, '')).toSorted();
}

function parseObject(text: string, origin: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>;
    }
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw createCliFault('USAGE_INVALID', `The variables of ${origin} are not a JSON object.`);
}
