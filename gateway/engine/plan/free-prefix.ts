// Finds a beginning for made-up names, so that none of them is a name that exists.

/** The prefix, lengthened by underscores until no name starts with it. */
export function findFreePrefix(prefix: string, names: Iterable<string>): string {
  let free = prefix;
  const taken = [...names].filter((name) => name.startsWith(prefix));
  while (taken.some((name) => name.startsWith(free))) free += '_';
  return free;
}
