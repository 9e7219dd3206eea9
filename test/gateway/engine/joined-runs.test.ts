// Equal queries at the same time: one run for those whose answers cannot differ, and nobody else's.
import { describe, expect, it, vi } from 'vitest';

import type {
  OperationInput,
  OperationResult,
} from '../../../gateway/engine/execution/compile-operation.ts';
import { createJoinedRuns } from '../../../gateway/engine/joined-runs.ts';
import type { RequestContext } from '../../../gateway/http/request-context.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { createDeadline } from '../../../runtime/deadline.ts';

const operation = {};

function ask(
  more: Partial<RequestContext> = {},
  variables = {},
  timeoutMs = 5_000,
): OperationInput {
  const deadline = createDeadline(systemClock, timeoutMs);
  const context = { scopes: [], dimensions: { language: 'en' }, deadline, ...more };
  return { variables, coercedVariables: variables, context: context as unknown as RequestContext };
}

/** Runs that end when the test says so. */
function createExecution() {
  const runs: { input: OperationInput; end: (dataText: string) => void }[] = [];
  const execute = (input: OperationInput): Promise<OperationResult> =>
    new Promise((resolve) => {
      runs.push({ input, end: (dataText) => resolve({ dataText, errors: [] }) });
    });
  return { runs, execute };
}

describe('equal queries at the same time', () => {
  it('are run once, and all get the same result', async () => {
    const shared = createJoinedRuns(systemClock);
    const { runs, execute } = createExecution();

    const answers = Array.from({ length: 50 }, () => shared.run(operation, ask(), execute));
    runs[0]?.end('{}');

    expect(new Set(await Promise.all(answers)).size).toBe(1);
    expect(runs).toHaveLength(1);
  });

  it.each([
    ['another subject', ask({ identity: { subject: 'anna', scopes: [] } })],
    ['other scopes', ask({ scopes: ['price:read'] })],
    ['another market', ask({ dimensions: { language: 'en', market: 'DE' } })],
    ['another language', ask({ dimensions: { language: 'de' } })],
    ['other variables', ask({}, { id: 1 })],
  ])('are run apart for %s', async (_what, other) => {
    const shared = createJoinedRuns(systemClock);
    const { runs, execute } = createExecution();

    const answers = [shared.run(operation, ask(), execute), shared.run(operation, other, execute)];
    runs[0]?.end('"one"');
    runs[1]?.end('"other"');

    expect((await Promise.all(answers)).map(({ dataText }) => dataText)).toEqual([
      '"one"',
      '"other"',
    ]);
  });

  it('are run apart for another operation', () => {
    const shared = createJoinedRuns(systemClock);
    const { runs, execute } = createExecution();

    void shared.run(operation, ask(), execute);
    void shared.run({}, ask(), execute);

    expect(runs).toHaveLength(2);
  });

  it('go on for the others when the first caller leaves, and end when all have left', async () => {
    const shared = createJoinedRuns(systemClock);
    const { runs, execute } = createExecution();
    const first = createDeadline(systemClock, 20);
    const led = shared.run(operation, ask({ deadline: first }, {}), execute);
    const other = createDeadline(systemClock, 30);
    const followed = shared.run(operation, ask({ deadline: other }), execute);

    await expect(led).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(runs).toHaveLength(1);
    await expect(followed).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });

    await vi.waitFor(() => expect(runs[0]?.input.context.deadline.isCancelled).toBe(true));
  });

  it('do not wait for a run that will be given up long before their own time', () => {
    const shared = createJoinedRuns(systemClock);
    const { runs, execute } = createExecution();

    void shared.run(operation, ask({}, {}, 100), execute).catch(() => undefined);
    void shared.run(operation, ask({}, {}, 5_000), execute);

    expect(runs).toHaveLength(2);
  });
});
