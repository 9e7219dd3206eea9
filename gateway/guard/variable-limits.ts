// Bounds the variables of a request: custom scalars take any JSON, however deep or long.

/** Upper bounds, each included. */
export interface VariableLimits {
  /** Lists and objects within each other. */
  readonly maxDepth: number;
  /** All lists, objects and scalars together. */
  readonly maxValues: number;
}

/** Whether variables keep to the limits. */
export type VariablesOutcome = 'within' | 'too deep' | 'too many';

/** Checks variables without recursion, and stops at the first limit. */
export function checkVariableLimits(variables: unknown, limits: VariableLimits): VariablesOutcome {
  let level: unknown[] = [variables];
  let count = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.maxDepth) return 'too deep';
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      const children: unknown[] = Array.isArray(value) ? value : Object.values(value);
      count += children.length;
      if (count > limits.maxValues) return 'too many';
      for (const child of children) next.push(child);
    }
    level = next;
  }
  return 'within';
}
