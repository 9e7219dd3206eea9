// Expressions over option codes, as rules use them: truth, codes, text, and the ways to make one true.
import type { CodeExpression } from '../catalogue/rows/option-rows.ts';

/** Whether the expression holds for a selection. */
export function holds(expression: CodeExpression, selection: ReadonlySet<string>): boolean {
  if ('code' in expression) return selection.has(expression.code);
  if ('and' in expression) return expression.and.every((part) => holds(part, selection));
  return expression.or.some((part) => holds(part, selection));
}

/** All codes that occur in it, each once. */
export function codesOf(expression: CodeExpression): string[] {
  if ('code' in expression) return [expression.code];
  const parts = 'and' in expression ? expression.and : expression.or;
  return [...new Set(parts.flatMap(codesOf))];
}

/** Prefix notation: `OR(248, AND(2VB, 337))`. */
export function formatExpression(expression: CodeExpression): string {
  if ('code' in expression) return expression.code;
  const [operator, parts] = 'and' in expression ? ['AND', expression.and] : ['OR', expression.or];
  return `${operator}(${parts.map(formatExpression).join(', ')})`;
}

const maxWays = 12;

/** Sets of codes each of which makes it true; at most twelve, those of the first branches. */
export function waysToHold(expression: CodeExpression): readonly (readonly string[])[] {
  if ('code' in expression) return [[expression.code]];
  if ('or' in expression) return expression.or.flatMap(waysToHold).slice(0, maxWays);
  return expression.and.reduce<readonly (readonly string[])[]>(
    (ways, part) =>
      ways
        .flatMap((way) => waysToHold(part).map((more) => [...new Set([...way, ...more])]))
        .slice(0, maxWays),
    [[]],
  );
}

/** Sets of selected codes whose removal makes a true expression false; at most twelve. */
export function waysToFail(
  expression: CodeExpression,
  selection: ReadonlySet<string>,
): readonly (readonly string[])[] {
  if ('code' in expression) return [[expression.code]];
  if ('and' in expression) {
    return expression.and.flatMap((part) => waysToFail(part, selection)).slice(0, maxWays);
  }
  return expression.or
    .filter((part) => holds(part, selection))
    .reduce<readonly (readonly string[])[]>(
      (ways, part) =>
        ways
          .flatMap((way) =>
            waysToFail(part, selection).map((more) => [...new Set([...way, ...more])]),
          )
          .slice(0, maxWays),
      [[]],
    );
}
