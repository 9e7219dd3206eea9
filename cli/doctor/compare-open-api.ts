// Compares the OpenAPI document of a user's service with the one that the subgraph was made from.

/** A document, as far as it is looked at. */
export type OpenApi = Readonly<Record<string, unknown>>;

/** An operation that the subgraph calls. */
export interface NeededOperation {
  readonly method: string;
  readonly path: string;
}

type Json = Readonly<Record<string, unknown>>;

interface Comparison {
  readonly ours: OpenApi;
  readonly theirs: OpenApi;
  readonly differences: string[];
}

// Documents may refer in circles; nothing that the subgraphs read is deeper.
const maxDepth = 12;

/**
 * Lists what the service lacks, such as `GET /v1/taxes → items[].rate is missing`. Operations are
 * compared by the parameters that they insist on and by the members of their answers.
 */
export function compareOpenApi(
  ours: OpenApi,
  theirs: OpenApi,
  needed: readonly NeededOperation[],
): readonly string[] {
  const comparison: Comparison = { ours, theirs, differences: [] };
  for (const { method, path } of needed) {
    const name = `${method.toUpperCase()} ${path}`;
    const own = readOperation(ours, method, path);
    const other = readOperation(theirs, method, path);
    if (!other) comparison.differences.push(`${name} is missing`);
    else if (own) compareOperation(name, own, other, comparison);
  }
  return [...new Set(comparison.differences)];
}

function compareOperation(name: string, own: Json, other: Json, comparison: Comparison): void {
  const { ours, theirs, differences } = comparison;
  const known = new Set(readParameters(ours, own).map(({ name: parameter }) => parameter));
  for (const parameter of readParameters(theirs, other)) {
    const isStrange = parameter['required'] === true && !known.has(parameter['name']);
    if (isStrange) {
      differences.push(`${name} insists on the parameter ${String(parameter['name'])}`);
    }
  }
  const ownSchema = readAnswerSchema(ours, own);
  if (!ownSchema) return;
  const otherSchema = readAnswerSchema(theirs, other);
  if (otherSchema) compareSchemas(`${name} → `, '', ownSchema, otherSchema, comparison, 0);
  else differences.push(`${name} does not describe its answer as JSON`);
}

function compareSchemas(
  name: string,
  place: string,
  ownSchema: Json,
  otherSchema: Json,
  comparison: Comparison,
  depth: number,
): void {
  if (depth > maxDepth) return;
  const { ours, theirs, differences } = comparison;
  const own = resolve(ours, ownSchema);
  const other = resolve(theirs, otherSchema);
  const ownTypes = listTypes(own);
  const otherTypes = listTypes(other);
  const at = `${name}${place === '' ? 'the answer' : place}`;

  const strange = otherTypes.filter((type) => !accepts(ownTypes, type));
  if (ownTypes.length > 0 && strange.length > 0) {
    differences.push(`${at} may be ${strange.join(' or ')}, not only ${ownTypes.join(' or ')}`);
    return;
  }
  const ownMembers = readMembers(ours, own);
  const otherMembers = readMembers(theirs, other);
  for (const member of readRequired(ours, own)) {
    const deeper = place === '' ? member : `${place}.${member}`;
    const otherMember = otherMembers[member];
    const ownMember = ownMembers[member];
    if (!isJson(otherMember)) differences.push(`${name}${deeper} is missing`);
    else if (isJson(ownMember)) {
      compareSchemas(name, deeper, ownMember, otherMember, comparison, depth + 1);
    }
  }
  if (isJson(own['items']) && isJson(other['items'])) {
    compareSchemas(name, `${place}[]`, own['items'], other['items'], comparison, depth + 1);
  }
}

function readOperation(document: OpenApi, method: string, path: string): Json | undefined {
  const paths = isJson(document['paths']) ? document['paths'] : {};
  // Names of parameters in a path are nobody's business.
  const shape = path.replaceAll(/\{[^}]*\}/g, '{}');
  const found = Object.entries(paths).find(
    ([candidate]) => candidate.replaceAll(/\{[^}]*\}/g, '{}') === shape,
  )?.[1];
  const operation = isJson(found) ? found[method] : undefined;
  return isJson(operation) ? operation : undefined;
}

/** Those outside of the path. */
function readParameters(document: OpenApi, operation: Json): readonly Json[] {
  const list: unknown[] = Array.isArray(operation['parameters']) ? operation['parameters'] : [];
  return list
    .filter(isJson)
    .map((parameter) => resolve(document, parameter))
    .filter((parameter) => parameter['in'] !== 'path');
}

function readAnswerSchema(document: OpenApi, operation: Json): Json | undefined {
  const responses = isJson(operation['responses']) ? operation['responses'] : {};
  const status = ['200', '201', '2XX'].find((code) => isJson(responses[code]));
  const answer = status === undefined ? undefined : responses[status];
  const content = isJson(answer) ? resolve(document, answer)['content'] : undefined;
  const json = isJson(content) ? content['application/json'] : undefined;
  const schema = isJson(json) ? json['schema'] : undefined;
  return isJson(schema) ? schema : undefined;
}

/** Follows references within the document; a circle of mere references ends in nothing. */
function resolve(document: OpenApi, node: Json): Json {
  let current = node;
  for (let steps = 0; steps < maxDepth; steps += 1) {
    const reference = current['$ref'];
    if (typeof reference !== 'string') return current;
    const target = reference
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((value, key) => (isJson(value) ? value[key] : undefined), document);
    if (!isJson(target)) return {};
    current = target;
  }
  return {};
}

function listParts(document: OpenApi, schema: Json): readonly Json[] {
  const parts: unknown[] = Array.isArray(schema['allOf']) ? schema['allOf'] : [];
  return [schema, ...parts.filter(isJson).map((part) => resolve(document, part))];
}

function readMembers(document: OpenApi, schema: Json): Json {
  const members = listParts(document, schema).map(({ properties }) => properties);
  return Object.assign({}, ...members.filter(isJson)) as Json;
}

function readRequired(document: OpenApi, schema: Json): readonly string[] {
  return listParts(document, schema)
    .flatMap(({ required }): unknown[] => (Array.isArray(required) ? required : []))
    .filter((name) => typeof name === 'string');
}

/** Types that are said outright; none where the schema is a choice of schemas. */
function listTypes({ type, nullable }: Json): readonly string[] {
  const types = (Array.isArray(type) ? type : [type]).filter((name) => typeof name === 'string');
  return nullable === true ? [...types, 'null'] : types;
}

function accepts(types: readonly string[], type: string): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
