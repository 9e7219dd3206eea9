// Reads a V8 CPU profile: how long each function was on top of the stack, within a window of time.

/** The part of a `.cpuprofile` that is needed; times in microseconds of the monotonic clock. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A function with its callers above it. */
export interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
}

/** Where a function is defined; `url` is empty for what V8 does itself. */
export interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  /** From 0. */
  readonly lineNumber: number;
}

/** A stack, the function on top first, with the time that it was seen for. */
export interface StackTime {
  readonly frames: readonly CallFrame[];
  readonly microseconds: number;
}

/** Sums up the time of each stack between two instants. */
export function listStackTimes(
  profile: CpuProfile,
  fromMicroseconds: number,
  toMicroseconds: number,
): readonly StackTime[] {
  const parents = new Map<number, ProfileNode>();
  const byId = new Map<number, ProfileNode>();
  for (const node of profile.nodes) {
    byId.set(node.id, node);
    for (const child of node.children ?? []) parents.set(child, node);
  }
  const times = new Map<number, number>();
  let atMicroseconds = profile.startTime;
  for (const [index, id] of profile.samples.entries()) {
    const delta = profile.timeDeltas[index] ?? 0;
    atMicroseconds += delta;
    if (atMicroseconds < fromMicroseconds || atMicroseconds > toMicroseconds) continue;
    times.set(id, (times.get(id) ?? 0) + Math.max(0, delta));
  }
  return [...times].map(([id, microseconds]) => {
    const frames: CallFrame[] = [];
    for (let node = byId.get(id); node; node = parents.get(node.id)) frames.push(node.callFrame);
    return { frames, microseconds };
  });
}
