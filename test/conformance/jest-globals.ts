// Stands in for @jest/globals, which Apollo's suite is written for: the same names, by vitest.
import {
  afterEach as afterEachByPromise,
  describe as describeWithSkip,
  it as itWithSkip,
  test as testWithSkip,
  vi,
} from 'vitest';

export { afterAll, beforeAll, beforeEach, expect } from 'vitest';

export const jest = vi;
export const describe = leaveOutSkipped(describeWithSkip);
export const it = leaveOutSkipped(itWithSkip);
export const test = leaveOutSkipped(testWithSkip);

/** As Jest's: a hook that declares a parameter ends by calling it. */
export function afterEach(hook: (done: () => void) => unknown): void {
  afterEachByPromise(async () => {
    if (hook.length === 0) await hook(() => undefined);
    else await new Promise<void>((resolve) => void hook(resolve));
  });
}

/** What the suite skips needs graphql 17, whose way of delivering in parts nobody here speaks. */
function leaveOutSkipped<Define extends object>(define: Define): Define {
  return new Proxy(define, {
    get: (target, name): unknown =>
      name === 'skip' ? () => undefined : Reflect.get(target, name, target),
  });
}
