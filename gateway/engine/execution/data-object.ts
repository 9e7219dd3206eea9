// Objects of answers, whose keys are data: a client may name a field `__proto__` or `constructor`.

/** An object that came from JSON. */
export type DataObject = Record<string, unknown>;

/** Whether a value is an object, and neither null nor a list. */
export function isDataObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether reading `key` from an object that lacks it would find something inherited. */
export function isInheritedKey(key: string): boolean {
  return key in Object.prototype;
}

/** Reads an own key; undefined if it is absent. */
export function readKey(object: DataObject, key: string): unknown {
  return isInheritedKey(key) && !Object.hasOwn(object, key) ? undefined : object[key];
}

/** Sets an own key, also one that would otherwise set the prototype. */
export function writeKey(object: DataObject, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
    return;
  }
  object[key] = value;
}
