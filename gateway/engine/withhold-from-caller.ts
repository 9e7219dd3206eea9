// Reduces an operation to what its caller may see, by the rules that the caller does not satisfy.
import { Kind } from 'graphql';

import type { AccessNeeds } from '../guard/access-needs.ts';
import type { AccessRule } from '../guard/protected-coordinates.ts';
import type { WithheldFields } from './projection/object-writer.ts';
import type { SettledOperation } from './settle-conditions.ts';
import { withholdFields, type WithholdRules } from './withhold-fields.ts';

/** An operation, and what of it is withheld. */
export interface VisibleOperation extends SettledOperation {
  readonly withheld?: WithheldFields;
  /** Whether nothing is left that a subgraph would have to be asked for. */
  readonly isEmpty?: boolean;
}

/** What operations are reduced by. */
export interface WithholdOptions extends Pick<WithholdRules, 'schema' | 'maxSelections'> {
  readonly needs: AccessNeeds;
}

/** Reduces the operation; itself if nothing is denied, undefined if too much of it would be left. */
export function withholdFromCaller(
  settled: SettledOperation,
  denied: readonly AccessRule[],
  { schema, needs, maxSelections }: WithholdOptions,
): VisibleOperation | undefined {
  if (denied.length === 0) return settled;
  const coordinates = new Set(denied.map(({ coordinate }) => coordinate));
  const isDenied = ({ coordinate }: AccessRule): boolean => coordinates.has(coordinate);
  const reduced = withholdFields(settled, {
    schema,
    maxSelections,
    isTypeDenied: (typeName) => needs.ofType(typeName).some(isDenied),
    isFieldDenied: (typeName, fieldName) => needs.ofField(typeName, fieldName).some(isDenied),
  });
  if (!reduced) return undefined;
  const { withheld: names, ...visible } = reduced;
  const { selections } = reduced.operation.selectionSet;
  const findRules: WithheldFields['findRules'] = (typeNames, fieldName) => {
    const rules = typeNames.flatMap((typeName) =>
      fieldName === undefined ? needs.ofType(typeName) : needs.ofField(typeName, fieldName),
    );
    return [...new Set(rules)].filter(isDenied);
  };
  return {
    ...visible,
    withheld: { names, findRules },
    isEmpty: selections.every((one) => one.kind === Kind.FIELD && one.name.value === '__typename'),
  };
}
