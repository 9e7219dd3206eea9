// Holds replies to the OpenAPI document that their service serves: no field missing, wrong or undeclared.
import { Compile, type Validator } from 'typebox/compile';

import { type JsonAnswer, readJson, sendJson } from './read-json.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

const methods = ['get', 'put', 'post'] as const;

/** One operation of the document. */
export interface Operation {
  readonly method: (typeof methods)[number];
  readonly path: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header';
    readonly required?: boolean;
  }[];
  readonly responses: JsonObject;
}

/** What to ask an operation with. */
export interface ContractRequest {
  readonly pathAndQuery: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A served document with what it takes to ask by it. */
export interface Contract {
  readonly operations: readonly Operation[];
  /**
   * Asks an operation and gives the answer, success or problem, that is as declared for its status; a 304 is
   * declared by HTTP. @throws Error where document and answer differ.
   */
  ask(operation: Pick<Operation, 'method' | 'path'>, request: ContractRequest): Promise<JsonAnswer>;
  /** Asks `pathAndQuery` of the operation `path` and gives the body. @throws Error unless it is a success. */
  get(path: string, pathAndQuery: string): Promise<JsonObject>;
  /** Posts to an operation without path parameters and gives the body. @throws Error unless it is a success. */
  post(
    path: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<JsonObject>;
}

/** Reads the document that a service serves. */
export async function loadContract(url: string): Promise<Contract> {
  const { body } = await readJson(`${url}/openapi.json`);
  const document = body as {
    readonly paths: Readonly<
      Record<string, Partial<Record<string, Partial<Omit<Operation, 'method' | 'path'>>>>>
    >;
    readonly components: { readonly schemas: JsonObject };
  };
  const operations = Object.entries(document.paths).flatMap(([path, declared]) =>
    methods.flatMap((method): Operation[] => {
      const { parameters = [], responses = {} } = declared[method] ?? {};
      return declared[method] ? [{ method, path, parameters, responses }] : [];
    }),
  );
  const validators = new Map(
    operations.map((operation) => [
      keyOf(operation),
      compileResponses(operation.responses, document.components.schemas),
    ]),
  );

  const ask: Contract['ask'] = async (operation, { pathAndQuery, body: sent, headers = {} }) => {
    const { method } = operation;
    const answer =
      method === 'get'
        ? await readJson(url + pathAndQuery, { headers })
        : await sendJson(url + pathAndQuery, sent, { method: method.toUpperCase(), headers });
    const violation = findViolation(answer, validators.get(keyOf(operation)) ?? new Map());
    if (violation === undefined) return answer;
    throw new Error(`${method} ${pathAndQuery}: ${answer.status} ${violation}`);
  };
  const succeed = async (
    operation: Pick<Operation, 'method' | 'path'>,
    request: ContractRequest,
  ) => {
    const answer = await ask(operation, request);
    if (answer.status < 300) return answer.body as JsonObject;
    throw new Error(`${request.pathAndQuery}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  return {
    operations,
    ask,
    get: (path, pathAndQuery) => succeed({ method: 'get', path }, { pathAndQuery }),
    post: (path, sent: object, headers = {}) =>
      succeed({ method: 'post', path }, { pathAndQuery: path, body: sent, headers }),
  };
}

/** How the body of one status is to look. */
interface DeclaredResponse {
  readonly mediaType: string;
  readonly validator: Validator;
}

function keyOf({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

function compileResponses(
  responses: JsonObject,
  components: JsonObject,
): ReadonlyMap<string, DeclaredResponse> {
  return new Map(
    Object.entries(responses).flatMap(([status, response]) => {
      const { content } = close(response, components) as {
        readonly content: Readonly<Record<string, { readonly schema: object }>>;
      };
      return Object.entries(content).map(
        ([mediaType, { schema }]) => [status, { mediaType, validator: Compile(schema) }] as const,
      );
    }),
  );
}

/** Says where an answer is not as declared. */
function findViolation(
  { status, headers, body }: JsonAnswer,
  declared: ReadonlyMap<string, DeclaredResponse>,
): string | undefined {
  if (status === 304) return body === undefined ? undefined : 'has a body';
  const response =
    declared.get(String(status)) ?? (status < 400 ? undefined : declared.get('default'));
  if (!response) return 'is not declared';
  const mediaType = headers.get('content-type')?.split(';')[0];
  if (mediaType !== response.mediaType) return `is ${mediaType ?? 'untyped'}`;
  if (response.validator.Check(body)) return undefined;
  return JSON.stringify(response.validator.Errors(body)[0]);
}

/** Puts the components in place of their references, and forbids properties that are not declared. */
function close(node: Json, components: JsonObject): Json {
  if (Array.isArray(node)) return node.map((child: Json) => close(child, components));
  if (typeof node !== 'object' || node === null) return node;
  const object = node as JsonObject;
  const reference = object['$ref'];
  if (typeof reference === 'string') {
    return close(components[reference.replace('#/components/schemas/', '')] ?? null, components);
  }
  const closed = Object.fromEntries(
    Object.entries(object).map(([key, child]) => [key, close(child, components)]),
  );
  return object['type'] === 'object' && object['properties']
    ? { ...closed, additionalProperties: false }
    : closed;
}
