// Objects of answers, whose keys are data: a client may name a field `__proto__` or `constructor`.

/** An object that came from JSON. */
export type DataObject = Record<string, unknown>;

/** Whether a value is an object, and neither null nor a list. */
export function isDataObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads an own key; undefined if it is absent. What is inherited is no value that JSON can hold. */
export function readKey(object: DataObject, key: string): unknown {
  const value = object[key];
  return typeof value === 'function' || value === Object.prototype ? undefined : value;
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
