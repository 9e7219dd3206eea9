// One request against its caller's limits: what is charged before, and what is billed afterwards.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AppIdentity } from '../../../../gateway/guard/key-reader.ts';
import { createCallerAddressReader } from '../../../../gateway/guard/rate-limits/caller-address.ts';
import { createMemoryWindows } from '../../../../gateway/guard/rate-limits/memory-windows.ts';
import {
  createRateLimits,
  type RateLimitsOptions,
} from '../../../../gateway/guard/rate-limits/rate-limits.ts';
import { systemClock } from '../../../../runtime/clock.ts';
import { propertyRuns } from '../../../property-runs.ts';

function openLimits(options: Partial<RateLimitsOptions> = {}) {
  const limits = createRateLimits({
    config: { apps: {}, users: {}, addresses: {}, hasHeaders: true },
    costMode: 'enforce',
    restMode: 'enforce',
    windows: createMemoryWindows({ clock: systemClock }),
    readAddress: createCallerAddressReader([]),
    clock: systemClock,
    ...options,
  });
  const start = async (app: AppIdentity) => {
    const count = limits.start({}, '192.0.2.1');
    await count.countArrival();
    await count.countCaller({ app });
    return count;
  };
  /** What is charged of an app, by the headers of a request that costs nothing. */
  const readLeft = async (app: AppIdentity) => {
    const count = await start(app);
    await count.charge({});
    const headers = new Map<string, string>();
    count.addHeaders(headers);
    const items = headers.get('ratelimit')?.matchAll(/"([\w-]+)";r=(\d+)/g) ?? [];
    return Object.fromEntries([...items].map(([, name, left]) => [name ?? '', Number(left)]));
  };
  return { limits, start, readLeft };
}

const createApp = (limits: AppIdentity['limits'], app = 'app'): AppIdentity => ({
  keyId: 'mqk_0000000000000000',
  app,
  limits,
  priority: 'page',
});
const hundred = createApp({ costPerMinute: 100, restCallsPerMinute: 10 });

describe('an operation that has run', () => {
  it('is billed by what it took in place of what was estimated', async () => {
    const { start, readLeft } = openLimits();
    const count = await start(hundred);

    const mayRun = await count.charge({ cost: 60, restCalls: 8 });
    const charged = await readLeft(hundred);
    count.settle({ cost: 10, restCalls: 1, isCertain: true });

    expect(mayRun).toBe(true);
    expect(charged).toEqual({ cost: 40, 'rest-calls': 2 });
    expect(await readLeft(hundred)).toEqual({ cost: 90, 'rest-calls': 9 });
  });

  it('is billed by its estimate where its cost was not measured, and more where it took more', async () => {
    const { start, readLeft } = openLimits();
    const count = await start(hundred);

    await count.charge({ cost: 60, restCalls: 2 });
    count.settle({ restCalls: 5, isCertain: true });

    expect(await readLeft(hundred)).toEqual({ cost: 40, 'rest-calls': 5 });
  });

  it('gets nothing back where it broke off, for nobody knows what it took', async () => {
    const { start, readLeft } = openLimits();
    const count = await start(hundred);

    await count.charge({ cost: 60, restCalls: 8 });
    count.settle({ restCalls: 1, isCertain: false });

    expect(await readLeft(hundred)).toEqual({ cost: 40, 'rest-calls': 2 });
  });

  it('is billed for its calls where they were not predicted', async () => {
    const { start, readLeft } = openLimits();
    const count = await start(hundred);

    await count.charge({});
    count.settle({ restCalls: 4, isCertain: true });

    expect(await readLeft(hundred)).toEqual({ cost: 100, 'rest-calls': 6 });
  });
});

describe('an operation that does not fit', () => {
  it('takes nothing of either limit', async () => {
    const { limits, start, readLeft } = openLimits();
    await (await start(hundred)).charge({ cost: 50, restCalls: 1 });
    const count = await start(hundred);

    const mayRun = await count.charge({ cost: 40, restCalls: 10 });
    const again = await count.charge({ cost: 0, restCalls: 0 });
    count.settle({ restCalls: 0, isCertain: false });

    expect([mayRun, again]).toEqual([false, false]);
    expect(count.refusal).toMatchObject({
      limit: 'restCalls',
      kind: 'app',
      max: 10,
      estimated: 10,
    });
    expect(count.refusal?.freeInMs).toBeGreaterThan(50_000);
    expect(await readLeft(hundred)).toEqual({ cost: 50, 'rest-calls': 9 });
    expect(limits.readFigures().exceeded).toEqual([
      { limit: 'restCalls', kind: 'app', outcome: 'refused', count: 1 },
    ]);
  });

  it('is not even counted where no whole minute has room for it', async () => {
    const { limits, start, readLeft } = openLimits();
    const count = await start(hundred);

    const mayRun = await count.charge({ cost: 101, restCalls: 11 });

    expect(mayRun).toBe(false);
    expect(count.refusal).toEqual({ limit: 'cost', kind: 'app', max: 100, estimated: 101 });
    expect(limits.readFigures()).toMatchObject({ entries: 0, exceeded: [{ count: 1 }] });
    expect(await readLeft(hundred)).toEqual({ cost: 100, 'rest-calls': 10 });
  });

  it('is let through and counted where nothing is enforced', async () => {
    const { limits, start, readLeft } = openLimits({ costMode: 'measure', restMode: 'off' });
    const count = await start(hundred);

    const mayRun = await count.charge({ cost: 500, restCalls: 500 });

    expect(mayRun).toBe(true);
    expect(await readLeft(hundred)).toEqual({ cost: 0 });
    expect(limits.readFigures().exceeded).toContainEqual({
      limit: 'cost',
      kind: 'app',
      outcome: 'measured',
      count: 2,
    });
  });
});

describe('whom a request counts for', () => {
  const addresses = { requests: 2 };
  const users = { requests: 3 };
  const config = { apps: {}, users, addresses, hasHeaders: false };

  it('is who proves something, and the address only where nobody does', async () => {
    const { limits } = openLimits({ config });
    const identity = { subject: 'user-1', scopes: [] };
    for (let round = 0; round < 3; round += 1) {
      const count = limits.start({}, '192.0.2.1');
      await count.countArrival();
      await count.countCaller({ user: identity });
      expect(count.refusal).toBeUndefined();
    }

    const fourth = limits.start({}, '192.0.2.1');
    await fourth.countArrival();
    await fourth.countCaller({ user: identity });
    const anonymous = limits.start({}, '192.0.2.1');
    await anonymous.countArrival();
    await anonymous.countCaller({});

    expect(fourth.refusal).toMatchObject({ kind: 'user', limit: 'requests', max: 3 });
    expect(anonymous.refusal).toBeUndefined();
  });

  it('is no app by the name of a user, and no user by that of an address', async () => {
    const { limits } = openLimits({ config: { ...config, users: { requests: 1 } } });
    const app = createApp({ requestsPerMinute: 1 }, 'same');
    for (const caller of [{ app }, { user: { subject: 'same', scopes: [] } }]) {
      const count = limits.start({}, 'same');
      await count.countCaller(caller);
      expect(count.refusal).toBeUndefined();
    }
  });
});

describe('many operations at one time', () => {
  it('are never billed above the limit by their estimates, whatever is given back', async () => {
    const operation = fc.record({
      points: fc.integer({ min: 0, max: 60 }),
      taken: fc.double({ min: 0, max: 1, noNaN: true }),
      settlesFirst: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
        const { start, readLeft } = openLimits();
        const app = createApp({ costPerMinute: 100 });
        let billed = 0;

        await Promise.all(
          operations.map(async ({ points, taken, settlesFirst }) => {
            if (settlesFirst) await Promise.resolve();
            const count = await start(app);
            if (!(await count.charge({ cost: points }))) return;
            const cost = Math.floor(points * taken);
            billed += cost;
            count.settle({ cost, restCalls: 0, isCertain: true });
          }),
        );

        expect(billed).toBeLessThanOrEqual(100);
        expect(await readLeft(app)).toEqual({ cost: 100 - billed });
      }),
      propertyRuns(100),
    );
  });
});
