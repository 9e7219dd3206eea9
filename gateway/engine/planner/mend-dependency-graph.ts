// Keeps Apollo's planner from going in circles: it merges a fetch into an equal one that waits for
// it, and then follows the circle until memory ends, and all of the process with it.
import { MapWithCachedArrays } from '@apollo/federation-internals';

/** What we know of the planner's nodes, each of which is one fetch. */
interface FetchGroup {
  readonly dependencyGraph: object;
  children(): readonly FetchGroup[];
  removeChild(child: FetchGroup): void;
  isDescendantOf: (this: FetchGroup, other: FetchGroup) => boolean;
  mergeInWithAllDependencies: (this: FetchGroup, other: FetchGroup) => void;
}

interface CachedArrays {
  set: (this: CachedArrays, key: unknown, value: unknown) => CachedArrays;
}

interface DependencyGraph {
  dfsRemoveRedundantEdges(from: FetchGroup): void;
}

/**
 * Mends the planner's own classes, which it does not export: the first plan hands them over. Whoever
 * plans in this thread gets the mended ones.
 */
export function mendDependencyGraph(): void {
  const prototype = MapWithCachedArrays.prototype as CachedArrays;
  const { set } = prototype;
  prototype.set = function setAndLook(key, value) {
    if (isFetchGroup(value)) {
      prototype.set = set;
      mendGroups(Object.getPrototypeOf(value) as FetchGroup);
      mendGraphs(Object.getPrototypeOf(value.dependencyGraph) as DependencyGraph);
    }
    return set.call(this, key, value);
  };
}

function isFetchGroup(value: unknown): value is FetchGroup {
  return typeof value === 'object' && value !== null && 'mergeInWithAllDependencies' in value;
}

function mendGroups(prototype: FetchGroup): void {
  const merge = prototype.mergeInWithAllDependencies;
  prototype.isDescendantOf = function isDescendantOf(other) {
    return findDescendants(other.children()).has(this);
  };
  prototype.mergeInWithAllDependencies = function mergeUnlessWaiting(other) {
    if (this.isDescendantOf(other) || other.isDescendantOf(this)) return;
    merge.call(this, other);
  };
}

function mendGraphs(prototype: DependencyGraph): void {
  // As the planner's own, but past each fetch once.
  prototype.dfsRemoveRedundantEdges = (from) => {
    for (const child of from.children().slice()) {
      const further = child.children();
      if (further.length === 0) continue;
      for (const descendant of findDescendants(further)) from.removeChild(descendant);
    }
  };
}

/** These groups and all that wait for them. */
function findDescendants(groups: readonly FetchGroup[]): ReadonlySet<FetchGroup> {
  const found = new Set(groups);
  // A set goes on to what is added to it on the way.
  for (const group of found) for (const child of group.children()) found.add(child);
  return found;
}
