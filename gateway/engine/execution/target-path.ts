// Finds the objects of the answer's tree that a fetch fills, and, for errors, where they are.
import type { PlanPath } from '../plan/query-plan.ts';
import { type DataObject, isDataObject, readKey } from './data-object.ts';

/** Response names and list indices from the root of the answer. */
export type ResponsePath = readonly (string | number)[];

/** A plan's path, read. */
export type TargetPath = readonly TargetStep[];

type TargetStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'each' }
  | { readonly kind: 'types'; readonly typeNames: ReadonlySet<string> };

const each = { kind: 'each' } as const;
// With type-conditioned fetching the planner adds to a name for which types the path goes on.
const conditioned = /^(.*)\|\[(.*)\]$/;

/** Reads a plan's path from the root of the answer. */
export function parseTargetPath(path: PlanPath): TargetPath {
  return path.flatMap((element): TargetStep[] => {
    const text = String(element);
    const [, key = text, typeNames] = conditioned.exec(text) ?? [];
    return [
      ...(key === '' ? [] : [key === '@' ? each : { kind: 'key' as const, key }]),
      ...(typeNames === undefined
        ? []
        : [{ kind: 'types' as const, typeNames: new Set(typeNames.split(',')) }]),
    ];
  });
}

/** The names that the path goes through. */
export function listKeys(path: TargetPath): readonly string[] {
  return path.flatMap((step) => (step.kind === 'key' ? [step.key] : []));
}

/** Collects the objects in the order in which they stand; what is null or absent is left out. */
export function collectTargets(root: DataObject, path: TargetPath): DataObject[] {
  const targets: DataObject[] = [];
  collect(root, path, 0, targets);
  return targets;
}

function collect(value: unknown, path: TargetPath, at: number, targets: DataObject[]): void {
  if (typeof value !== 'object' || value === null) return;
  const step = path[at];
  if (step === undefined || step.kind === 'each') {
    if (Array.isArray(value)) {
      // A last list may stand without a step of its own.
      const next = step === undefined ? at : at + 1;
      for (const item of value) collect(item, path, next, targets);
    } else if (step === undefined) {
      targets.push(value as DataObject);
    }
    return;
  }
  if (Array.isArray(value)) return;
  const object = value as DataObject;
  if (step.kind === 'key') collect(readKey(object, step.key), path, at + 1, targets);
  else if (satisfiesTypes(object, step.typeNames)) collect(object, path, at + 1, targets);
}

/** Calls `visit` for each target with its place, until that returns false. */
export function visitPlaces(
  root: DataObject,
  path: TargetPath,
  visit: (target: DataObject, place: ResponsePath) => boolean,
): void {
  const walk = (value: unknown, at: number, place: ResponsePath): boolean => {
    const step = path[at];
    if (Array.isArray(value)) {
      const next = step?.kind === 'each' ? at + 1 : at;
      if (step !== undefined && step.kind !== 'each') return true;
      return value.every((item, index) => walk(item, next, [...place, index]));
    }
    if (!isDataObject(value)) return true;
    if (step === undefined) return visit(value, place);
    if (step.kind === 'each') return true;
    if (step.kind === 'types') {
      return satisfiesTypes(value, step.typeNames) ? walk(value, at + 1, place) : true;
    }
    return walk(readKey(value, step.key), at + 1, [...place, step.key]);
  };
  walk(root, 0, []);
}

function satisfiesTypes(object: DataObject, typeNames: ReadonlySet<string>): boolean {
  const typeName = object['__typename'];
  return typeof typeName !== 'string' || typeNames.has(typeName);
}
