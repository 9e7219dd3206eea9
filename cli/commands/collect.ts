// Options that may be given several times.

/** Adds one more value of an option, as commander calls it. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
