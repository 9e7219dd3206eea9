// Random valid operations over a schema, from a random source that fast-check shrinks.
import fc from 'fast-check';
import {
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isUnionType,
  parse,
  validate,
} from 'graphql';

const maxDepth = 5;

/** Selections of the query type as choices among numbers. */
export function randomOperations(schema: GraphQLSchema): fc.Arbitrary<string> {
  return fc
    .array(fc.nat(1_000), { minLength: 20, maxLength: 120 })
    .map((numbers) => write(schema, numbers))
    .filter((query) => validate(schema, parse(query)).length === 0);
}

function write(schema: GraphQLSchema, numbers: readonly number[]): string {
  let at = 0;
  const draw = (bound: number): number => {
    const number = numbers[at % numbers.length] ?? 0;
    at += 1;
    return (number + (at > numbers.length ? at : 0)) % bound;
  };
  const directive = (): string =>
    ['', '', '', ' @include(if: $on)', ' @skip(if: $off)'][draw(5)] ?? '';

  const select = (type: GraphQLCompositeType, depth: number): string => {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const parts: string[] = [];
    const count = 1 + draw(4);
    for (let index = 0; index < count; index += 1) {
      const kind = draw(8);
      if (kind === 0 || (fields.length === 0 && kind < 3)) {
        parts.push(`${draw(2) === 0 ? '' : `t${draw(2)}: `}__typename`);
        continue;
      }
      if ((kind < 3 && depth < maxDepth && isAbstractType(type)) || fields.length === 0) {
        if (!isAbstractType(type) || depth >= maxDepth) continue;
        const members = schema.getPossibleTypes(type);
        const member = members[draw(members.length)];
        if (member) parts.push(`... on ${member.name}${directive()} ${select(member, depth + 1)}`);
        continue;
      }
      if (kind === 3 && depth < maxDepth) {
        parts.push(`...${directive()} ${select(type, depth + 1)}`);
        continue;
      }
      const field = fields[draw(fields.length)];
      const inner = field && getNamedType(field.type);
      if (!field || (isCompositeType(inner) && depth >= maxDepth)) continue;
      const alias = draw(4) === 0 ? `${['a', 'b', 'constructor', '__proto__'][draw(4)]}: ` : '';
      const below = isCompositeType(inner) ? ` ${select(inner, depth + 1)}` : '';
      parts.push(`${alias}${field.name}${directive()}${below}`);
    }
    // The planner leaves out an object whose fields are all left out.
    return `{ ${parts.join(' ')} t9: __typename }`;
  };
  const query = schema.getQueryType();
  if (!query) throw new Error('no query type');
  const body = select(query, 0);
  return `${writeDefinitions(body)}${body}`;
}

function writeDefinitions(body: string): string {
  const used = ['$on', '$off'].filter((name) => body.includes(name));
  return used.length === 0 ? '' : `query (${used.map((name) => `${name}: Boolean!`).join(' ')}) `;
}
