// Bounds the variables of a request: custom scalars take any JSON, however deep or long.

/** Upper bounds, each included. */
export interface VariableLimits {
  /** Lists and objects within each other. */
  readonly maxDepth: number;
  /** All lists, objects and scalars together. */
  readonly maxValues: number;
  /** Values of one list. */
  readonly maxListSize: number;
}

/** How many values there are, or how variables break the limits. */
export type VariablesOutcome = number | 'too deep' | 'too many' | 'too long';

/** Checks variables without recursion, and stops at the first limit. */
export function checkVariableLimits(variables: unknown, limits: VariableLimits): VariablesOutcome {
  let level: unknown[] = [variables];
  let count = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.maxDepth) return 'too deep';
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      const isList = Array.isArray(value);
      const children: unknown[] = isList ? value : Object.values(value);
      if (isList && children.length > limits.maxListSize) return 'too long';
      count += children.length;
      if (count > limits.maxValues) return 'too many';
      for (const child of children) next.push(child);
    }
    level = next;
  }
  return count;
}
