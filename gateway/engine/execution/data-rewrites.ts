// Changes of keys and values that a plan asks for on representations and on what came back.
import type { DataRewrite } from '../plan/query-plan.ts';
import { type DataObject, isDataObject, readKey, writeKey } from './data-object.ts';
import type { TypeRelations } from './type-relations.ts';

const conditionPrefix = '... on ';

/** Changes `value` in place, rewrite by rewrite. `typeName` stands in where `value` has none. */
export function applyRewrites(
  rewrites: readonly DataRewrite[],
  value: unknown,
  types: TypeRelations,
  typeName?: string,
): void {
  for (const rewrite of rewrites) {
    const key = rewrite.path.at(-1);
    if (key === undefined) continue;
    visitPath(value, rewrite.path.slice(0, -1), types, typeName, (object) =>
      rewriteKey(object, key, rewrite),
    );
  }
}

/** Which keys a list of rewrites renames, wherever they are. */
export function listRenamedKeys(
  rewrites: readonly DataRewrite[] | undefined,
): ReadonlyMap<string, string> {
  return new Map(
    (rewrites ?? []).flatMap((rewrite) =>
      rewrite.kind === 'KeyRenamer' ? [[rewrite.path.at(-1) ?? '', rewrite.renameKeyTo]] : [],
    ),
  );
}

function rewriteKey(object: DataObject, key: string, rewrite: DataRewrite): void {
  if (rewrite.kind === 'ValueSetter') {
    writeKey(object, key, rewrite.setValueTo);
    return;
  }
  const value = readKey(object, key);
  // Another type condition's rewrite may have put something else here.
  if (value === undefined) return;
  writeKey(object, rewrite.renameKeyTo, value);
  writeKey(object, key, undefined);
}

function visitPath(
  value: unknown,
  path: readonly string[],
  types: TypeRelations,
  typeName: string | undefined,
  change: (object: DataObject) => void,
): void {
  if (Array.isArray(value)) {
    for (const element of value) visitPath(element, path, types, typeName, change);
    return;
  }
  if (!isDataObject(value)) return;
  const [step, ...rest] = path;
  if (step === undefined) {
    change(value);
    return;
  }
  if (!step.startsWith(conditionPrefix)) {
    visitPath(readKey(value, step), rest, types, undefined, change);
    return;
  }
  const actual = value['__typename'] ?? typeName;
  const condition = step.slice(conditionPrefix.length);
  if (typeof actual !== 'string' || types.satisfies(actual, condition)) {
    visitPath(value, rest, types, typeName, change);
  }
}
