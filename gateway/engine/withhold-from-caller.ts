// Reduces an operation to what its caller may see, by the rules that the caller does not satisfy.
import { type GraphQLSchema, Kind } from 'graphql';

import type { AccessNeeds } from '../guard/access-needs.ts';
import type { AccessRule } from '../guard/protected-coordinates.ts';
import type { WithheldFields } from './projection/object-writer.ts';
import type { SettledOperation } from './settle-conditions.ts';
import { withholdFields } from './withhold-fields.ts';

/** An operation, and what of it is withheld. */
export interface VisibleOperation extends SettledOperation {
  readonly withheld?: WithheldFields;
  /** Whether nothing is left that a subgraph would have to be asked for. */
  readonly isEmpty?: boolean;
  /** Fields and fragments that are left, with fragments expanded; absent where nothing was taken out. */
  readonly selectionCount?: number;
}

/** Reduces the operation; itself if nothing is denied. */
export function withholdFromCaller(
  settled: SettledOperation,
  denied: readonly AccessRule[],
  { schema, needs }: { readonly schema: GraphQLSchema; readonly needs: AccessNeeds },
): VisibleOperation {
  if (denied.length === 0) return settled;
  const coordinates = new Set(denied.map(({ coordinate }) => coordinate));
  const isDenied = ({ coordinate }: AccessRule): boolean => coordinates.has(coordinate);
  const { withheld: names, ...reduced } = withholdFields(settled, {
    schema,
    isTypeDenied: (typeName) => needs.ofType(typeName).some(isDenied),
    isFieldDenied: (typeName, fieldName) => needs.ofField(typeName, fieldName).some(isDenied),
  });
  const { selections } = reduced.operation.selectionSet;
  const findRules: WithheldFields['findRules'] = (typeNames, fieldName) => {
    const rules = typeNames.flatMap((typeName) =>
      fieldName === undefined ? needs.ofType(typeName) : needs.ofField(typeName, fieldName),
    );
    return [...new Set(rules)].filter(isDenied);
  };
  return {
    ...reduced,
    withheld: { names, findRules },
    isEmpty: selections.every((one) => one.kind === Kind.FIELD && one.name.value === '__typename'),
  };
}
