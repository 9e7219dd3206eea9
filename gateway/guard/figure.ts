// Arithmetic on figures that depend on a request's variables: what does not is computed once.

/** Values of variables, coerced. */
export type Variables = Readonly<Record<string, unknown>>;

/** A number, or how it follows from the variables. */
export type Figure = number | ((variables: Variables) => number);

/** What a figure is for these variables, but never more than can be counted with. */
export function estimateFigure(figure: Figure, variables: Variables): number {
  const value = evaluate(figure, variables);
  // What overflows may be no number at all.
  return value < Number.MAX_SAFE_INTEGER ? value : Number.MAX_SAFE_INTEGER;
}

/** What a figure is for these variables, unbounded. */
export function evaluate(figure: Figure, variables: Variables): number {
  return typeof figure === 'number' ? figure : figure(variables);
}

/** The sum. */
export function addUp(figures: readonly Figure[]): Figure {
  return fold(figures, 0, (one, other) => one + other);
}

/** The largest, but no less than `least`. */
export function largestOf(figures: readonly Figure[], least = 0): Figure {
  return fold(figures, least, Math.max);
}

/** The product. */
export function multiply(one: Figure, other: Figure): Figure {
  if (one === 1) return other;
  if (other === 1) return one;
  if (one === 0 || other === 0) return 0;
  return fold([one, other], 1, (left, right) => left * right);
}

/** Applies a function to a figure. */
export function map(figure: Figure, apply: (value: number) => number): Figure {
  return typeof figure === 'number' ? apply(figure) : (variables) => apply(figure(variables));
}

function fold(
  figures: readonly Figure[],
  start: number,
  combine: (one: number, other: number) => number,
): Figure {
  let constant = start;
  const varying: ((variables: Variables) => number)[] = [];
  for (const figure of figures) {
    if (typeof figure === 'number') constant = combine(constant, figure);
    else varying.push(figure);
  }
  const [first] = varying;
  if (!first) return constant;
  if (varying.length === 1) return (variables) => combine(constant, first(variables));
  return (variables) => {
    let value = constant;
    for (const figure of varying) value = combine(value, figure(variables));
    return value;
  };
}
