// A world that is written to: what a write answers depends on all writes before it.
import type { World } from './world.ts';

/** Adds the log to a world whose data is made up. */
export function createWriteLog(world: World): World {
  const writes: string[] = [];
  const keptWrites = 5;
  return {
    ...world,
    invent(row, field, args, read) {
      if (row['__typename'] !== 'Mutation') return world.invent?.(row, field, args, read);
      writes.push(`${field}${JSON.stringify(args)}`);
      const before = writes.slice(-keptWrites).join();
      return world.invent?.({ ...row, '@place': `Mutation after ${before}` }, field, args, read);
    },
  };
}
