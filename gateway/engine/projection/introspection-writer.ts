// Writes what an operation asks of the schema itself, which graphql-js answers.
import {
  executeSync,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';

import type { CollectedField } from './collect-fields.ts';
import type { WriteValue } from './projection-run.ts';

/** Compiles the writer of `__schema` or `__type`. The operation is valid. */
export function compileIntrospection(
  field: CollectedField,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): WriteValue {
  const used = new Set<string>();
  const gather = (nodes: readonly SelectionNode[]): void => {
    for (const node of nodes) {
      visit(node, {
        Variable: ({ name }) => void used.add(`$${name.value}`),
        FragmentSpread({ name }) {
          const inner = fragments.get(name.value);
          if (!inner || used.has(name.value)) return;
          used.add(name.value);
          gather(inner.selectionSet.selections);
        },
      });
    }
  };
  gather(field.nodes);
  const document = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...operation,
        directives: [],
        variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) =>
          used.has(`$${variable.name.value}`),
        ),
        selectionSet: { kind: Kind.SELECTION_SET, selections: field.nodes },
      },
      ...[...fragments.values()].filter(({ name }) => used.has(name.value)),
    ],
  } as const;
  const [source = field.name] = field.sources;
  return (_value, { schema, variables }) => {
    const { data } = executeSync({ schema, document, rootValue: {}, variableValues: variables });
    return JSON.stringify(data?.[source] ?? null);
  };
}
