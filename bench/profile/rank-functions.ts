// Which functions a process spent its time in, their callees not counted.
import type { CallFrame, StackTime } from './cpu-profile.ts';

/** A function and its share of all time but idle, 0 to 1. */
export interface RankedFunction {
  /** With the end of its file's path and its line. */
  readonly name: string;
  readonly share: number;
}

/** The functions that took the most, at most `count` of them. */
export function rankFunctions(
  stacks: readonly StackTime[],
  count: number,
): readonly RankedFunction[] {
  const times = new Map<string, number>();
  let total = 0;
  for (const { frames, microseconds } of stacks) {
    const [top] = frames;
    if (!top || top.functionName === '(idle)' || top.functionName === '(root)') continue;
    total += microseconds;
    const name = nameFunction(top);
    times.set(name, (times.get(name) ?? 0) + microseconds);
  }
  return [...times]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, count)
    .map(([name, microseconds]) => ({ name, share: microseconds / total }));
}

function nameFunction({ functionName, url, lineNumber }: CallFrame): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url === '') return name;
  return `${name} ${url.split('/').slice(-3).join('/')}:${lineNumber + 1}`;
}
