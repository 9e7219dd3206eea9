// Holds the operations of a batch, taken together, to the limits of one: splitting gets around nothing.
import type { LimitCode, OperationLimits, OperationSizes } from './operation-limits.ts';
import type { VariableLimits } from './variable-limits.ts';

/** What the operations of one batch that were let in have together. */
export interface BatchTally {
  /** Counts one more operation, unless that breaks a limit; then says which. */
  add(
    sizes: OperationSizes,
    variableValues: number,
  ): { readonly code: LimitCode; readonly message: string } | undefined;
}

/** Makes the tally of one more batch. */
export type OpenBatchTally = () => BatchTally;

type Size = keyof OperationSizes | 'variableValues';

interface SizeLimit {
  readonly size: Size;
  readonly max: number;
  readonly code: LimitCode;
  readonly noun: string;
}

/** Lays out which sizes add up. What is a matter of nesting or of one list does not. */
export function createBatchTallies(
  limits: OperationLimits,
  variables: VariableLimits,
): OpenBatchTally {
  const sizeLimits: readonly SizeLimit[] = [
    { size: 'tokens', max: limits.maxTokens, code: 'MAX_TOKENS_LIMIT', noun: 'tokens' },
    {
      size: 'selections',
      max: limits.maxSelections,
      code: 'MAX_SELECTIONS_LIMIT',
      noun: 'selections',
    },
    { size: 'aliases', max: limits.maxAliases, code: 'MAX_ALIASES_LIMIT', noun: 'aliases' },
    {
      size: 'directives',
      max: limits.maxDirectives,
      code: 'MAX_DIRECTIVES_LIMIT',
      noun: 'directives',
    },
    {
      size: 'rootFields',
      max: limits.maxRootFields,
      code: 'MAX_ROOT_FIELDS_LIMIT',
      noun: 'root fields',
    },
    { size: 'height', max: limits.maxHeight, code: 'MAX_HEIGHT_LIMIT', noun: 'fields' },
    {
      size: 'variableValues',
      max: variables.maxValues,
      code: 'BAD_USER_INPUT',
      noun: 'values in variables',
    },
  ];
  return () => {
    let sums = new Map<Size, number>();
    return {
      add(sizes, variableValues) {
        const added = { ...sizes, variableValues };
        const next = new Map(
          sizeLimits.map(({ size }) => [size, (sums.get(size) ?? 0) + added[size]]),
        );
        const broken = sizeLimits.find(({ size, max }) => (next.get(size) ?? 0) > max);
        if (!broken) {
          sums = next;
          return undefined;
        }
        const { code, max, noun } = broken;
        const message = `With this operation, those of the batch have more than ${max} ${noun}, which is the limit.`;
        return { code, message };
      },
    };
  };
}
