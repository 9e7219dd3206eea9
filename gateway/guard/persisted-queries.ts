// Automatic persisted queries, as Apollo's clients send them: a hash stands for a document that was sent along with it
// once. The hash is always the gateway's own finding, so nobody can put another document in its place.
import type { ErrorCode } from '../errors.ts';
import type { GraphQLRequest } from '../http/graphql-request.ts';
import { hashDocument, type KeptDocuments } from './kept-documents.ts';

/** Finds the documents that requests ask for by hash. */
export interface PersistedQueries {
  /** Undefined for a request without a hash. Never rejects. */
  find(request: GraphQLRequest): FoundQuery | Promise<FoundQuery> | undefined;
  readFigures(): PersistedQueryFigures;
  close(): Promise<void>;
}

/** What a hash stands for. */
export type FoundQuery =
  | {
      readonly status: 'found';
      /** With the document, and without the hash. */
      readonly request: GraphQLRequest;
      /** Keeps the document that was sent; to be called once it has proved to be one. */
      readonly keep?: (() => void) | undefined;
    }
  | { readonly status: 'refused'; readonly refusal: PersistedQueryRefusal };

interface PersistedQueryRefusal {
  readonly code: ErrorCode;
  readonly message: string | undefined;
}

/** What became of hashes so far, and what is kept. */
export interface PersistedQueryFigures {
  readonly kept: ReturnType<KeptDocuments['readFigures']>;
  readonly outcomes: ReadonlyMap<Outcome, number>;
  /** Reads and writes that the shared store failed. */
  readonly storeErrors: number;
}

/** What finding stands on. */
export interface PersistedQueriesOptions {
  /** Closed along. */
  readonly documents: KeptDocuments;
  readonly readStoreErrors: () => number;
}

type Outcome = 'found' | 'not_found' | 'kept' | 'refused';

interface SentHash {
  readonly query: string | undefined;
  readonly persistedQuery: unknown;
}

const hashText = /^[0-9a-f]{64}$/;

/** Creates the finder. */
export function createPersistedQueries({
  documents,
  readStoreErrors,
}: PersistedQueriesOptions): PersistedQueries {
  const outcomes = new Map<Outcome, number>();
  const count = (outcome: Outcome): void =>
    void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const refuse = (code: ErrorCode, message?: string): FoundQuery => {
    count(code === 'PERSISTED_QUERY_NOT_FOUND' ? 'not_found' : 'refused');
    return { status: 'refused', refusal: { code, message } };
  };
  const take = (request: GraphQLRequest, document: string | undefined): FoundQuery => {
    if (document === undefined) return refuse('PERSISTED_QUERY_NOT_FOUND');
    count('found');
    return { status: 'found', request: fillIn(request, document) };
  };

  return {
    find(request) {
      const sent = readSentHash(request);
      if (!sent) return undefined;
      const hash = readHash(sent.persistedQuery);
      if (hash === undefined) {
        return refuse(
          'BAD_REQUEST',
          'extensions.persistedQuery must hold version 1 and sha256Hash, 64 lower-case hex digits.',
        );
      }
      const { query } = sent;
      if (query === undefined) {
        const known = documents.get(hash);
        return known instanceof Promise
          ? known.then((document) => take(request, document))
          : take(request, known);
      }
      if (hashDocument(query) !== hash) return refuse('PERSISTED_QUERY_HASH_MISMATCH');
      const keep = (): void => {
        count('kept');
        documents.add(hash, query);
      };
      return { status: 'found', request: fillIn(request, query), keep };
    },
    readFigures: () => ({
      kept: documents.readFigures(),
      outcomes,
      storeErrors: readStoreErrors(),
    }),
    close: () => documents.close(),
  };
}

function readSentHash({ method, search, body }: GraphQLRequest): SentHash | undefined {
  if (method === 'GET') {
    if (!search.includes('persistedQuery')) return undefined;
    const parameters = new URLSearchParams(search);
    const extensions = parseRecord(parameters.get('extensions'));
    return readExtensions(extensions, parameters.get('query'));
  }
  if (!isRecord(body) || !isRecord(body['extensions'])) return undefined;
  return readExtensions(body['extensions'], body['query']);
}

function readExtensions(
  extensions: Readonly<Record<string, unknown>> | undefined,
  query: unknown,
): SentHash | undefined {
  const persistedQuery = extensions?.['persistedQuery'];
  if (persistedQuery === undefined || persistedQuery === null) return undefined;
  return { query: typeof query === 'string' && query !== '' ? query : undefined, persistedQuery };
}

function readHash(persistedQuery: unknown): string | undefined {
  if (!isRecord(persistedQuery) || persistedQuery['version'] !== 1) return undefined;
  const hash = persistedQuery['sha256Hash'];
  return typeof hash === 'string' && hashText.test(hash) ? hash : undefined;
}

/** The request as if the document had been sent alone. */
function fillIn(request: GraphQLRequest, query: string): GraphQLRequest {
  if (request.method === 'GET') {
    const parameters = new URLSearchParams(request.search);
    const extensions = withoutHash(parseRecord(parameters.get('extensions')));
    parameters.set('query', query);
    if (extensions) parameters.set('extensions', JSON.stringify(extensions));
    else parameters.delete('extensions');
    return { ...request, search: `?${parameters.toString()}` };
  }
  const { extensions: sent, ...body } = request.body as Record<string, unknown>;
  const extensions = withoutHash(isRecord(sent) ? sent : undefined);
  return { ...request, body: { ...body, query, ...(extensions && { extensions }) } };
}

function withoutHash(
  extensions: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const { persistedQuery: _hash, ...others } = extensions ?? {};
  return Object.keys(others).length === 0 ? undefined : others;
}

function parseRecord(text: string | null): Readonly<Record<string, unknown>> | undefined {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
