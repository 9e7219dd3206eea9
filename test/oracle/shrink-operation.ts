// Makes an operation smaller for as long as it still fails, so that people can read it.
import {
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  validate,
  visit,
} from 'graphql';

import type { RandomOperation } from './random-operation.ts';

const removable = new Set<string>([
  Kind.FIELD,
  Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_SPREAD,
  Kind.DIRECTIVE,
  Kind.ARGUMENT,
]);
const maxTries = 400;

/** Takes parts off one by one; `isFailing` says whether what is left still fails. */
export async function shrinkOperation(
  operation: RandomOperation,
  schema: GraphQLSchema,
  isFailing: (operation: RandomOperation) => Promise<boolean>,
): Promise<RandomOperation> {
  let smallest = operation;
  let tries = 0;
  for (let index = 0; tries < maxTries;) {
    const smaller = removeNode(smallest, index);
    if (!smaller) break;
    tries += 1;
    if (isValid(schema, smaller) && (await isFailing(smaller))) smallest = smaller;
    else index += 1;
  }
  return smallest;
}

function isValid(schema: GraphQLSchema, { query }: RandomOperation): boolean {
  try {
    return validate(schema, parse(query)).length === 0;
  } catch {
    // Nothing was left between braces.
    return false;
  }
}

/** Without its nth part; undefined past the last. */
function removeNode(
  { query, variables }: RandomOperation,
  nth: number,
): RandomOperation | undefined {
  let count = -1;
  let isRemoved = false;
  const document = visit(parse(query, { noLocation: true }), {
    enter(node) {
      if (isRemoved || !removable.has(node.kind)) return undefined;
      count += 1;
      if (count !== nth) return undefined;
      isRemoved = true;
      return null;
    },
  });
  return isRemoved ? dropUnused(document, variables) : undefined;
}

function dropUnused(
  document: DocumentNode,
  variables: RandomOperation['variables'],
): RandomOperation {
  const spreads = new Set<string>();
  const collect = (node: ASTNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        if (spreads.has(name.value)) return;
        spreads.add(name.value);
        const fragment = document.definitions.find(
          (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name.value,
        );
        if (fragment) collect(fragment);
      },
    });
  };
  for (const one of document.definitions) if (one.kind === Kind.OPERATION_DEFINITION) collect(one);
  const definitions = document.definitions.filter(
    (one) => one.kind !== Kind.FRAGMENT_DEFINITION || spreads.has(one.name.value),
  );
  const used = new Set<string>();
  for (const one of definitions) {
    const body = one.kind === Kind.OPERATION_DEFINITION ? { ...one, variableDefinitions: [] } : one;
    visit(body, { Variable: ({ name }) => void used.add(name.value) });
  }
  const kept = definitions.map((one) =>
    one.kind === Kind.OPERATION_DEFINITION
      ? {
          ...one,
          variableDefinitions: (one.variableDefinitions ?? []).filter(({ variable }) =>
            used.has(variable.name.value),
          ),
        }
      : one,
  );
  return {
    query: print({ ...document, definitions: kept }),
    variables: Object.fromEntries(Object.entries(variables).filter(([name]) => used.has(name))),
  };
}
