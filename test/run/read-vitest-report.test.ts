// Counting what vitest reports.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readVitestReport } from './read-vitest-report.ts';

describe('readVitestReport', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marque-report-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  const write = async (report: object): Promise<string> => {
    const path = join(folder, 'report.json');
    const empty = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
    await writeFile(path, JSON.stringify({ ...empty, testResults: [], ...report }));
    return path;
  };

  it('counts tests, and skipped ones as failed', async () => {
    const path = await write({
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
    });

    expect(await readVitestReport(path, 'failed')).toEqual({ passed: 5, failed: 4 });
  });

  it('counts a file that could not be loaded', async () => {
    const path = await write({
      numPassedTests: 5,
      testResults: [
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
        { status: 'failed', assertionResults: [] },
      ],
    });

    expect(await readVitestReport(path, 'failed')).toEqual({ passed: 5, failed: 1 });
  });

  it('counts a run that failed though all its tests passed, or that hung', async () => {
    const path = await write({ numPassedTests: 5 });

    expect(await readVitestReport(path, 'failed')).toEqual({ passed: 5, failed: 1 });
    expect(await readVitestReport(path, 'hung')).toEqual({ passed: 5, failed: 1 });
    expect(await readVitestReport(path, 'passed')).toEqual({ passed: 5, failed: 0 });
  });

  it('counts a run that left no report as failed, unless there was nothing to run', async () => {
    const path = join(folder, 'absent.json');

    expect(await readVitestReport(path, 'failed')).toEqual({ passed: 0, failed: 1 });
    expect(await readVitestReport(path, 'passed')).toEqual({ passed: 0, failed: 0 });
  });
});
