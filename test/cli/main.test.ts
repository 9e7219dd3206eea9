// The real program against a real stack: what reaches stdout, stderr and the shell.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { useStack } from '../system/stack-under-test.ts';
import { runBinary, runIntoBrokenPipe, runUntilInterrupted } from './run-binary.ts';

const nowhere = 'http://127.0.0.1:1';

describe('marque', () => {
  const stack = useStack();

  it('prints the data of an example and the trace behind it, each to its stream', async () => {
    const { code, stdout, stderr } = await runBinary(['query', 'model-series', '--trace'], {
      env: { MARQUE_GATEWAY_URL: stack.url },
    });

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('modelSeries');
    expect(stderr).toMatch(/2 fetches, 2 REST calls/);
    expect(stderr).toMatch(/└─ options at modelSeries\.@ \(\d+ entities\) .*\n.*└─ REST options\//);
    expect(stdout + stderr).not.toContain('\u001b[');
  });

  it('decodes VINs from stdin, and says which one is none by its exit code', async () => {
    const { code, stdout } = await runBinary(['vin', 'decode', '-', '--json'], {
      env: { MARQUE_GATEWAY_URL: stack.url },
      stdin: 'WBA8E9G50GNT12345\nXX\n',
    });

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      vins: [
        { vin: 'WBA8E9G50GNT12345', decoding: { modelYear: 2016, brand: { name: 'BMW' } } },
        { vin: 'XX', decoding: null, error: expect.stringContaining('17 characters') as string },
      ],
    });
  });

  it('ends with 2 and one line for a call that is wrong', async () => {
    const { code, stderr } = await runBinary(['query', 'nothing-of-that-name']);

    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: There is no example nothing-of-that-name; .*\n$/);
  });

  it('ends with 3 and JSON for a gateway that is not reachable', async () => {
    const { code, stdout } = await runBinary(['query', 'markets', '--url', nowhere, '--json']);

    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'GATEWAY_UNREACHABLE' } });
  });

  it('ends in silence when nobody reads any more', async () => {
    const run = await runIntoBrokenPipe(['query', 'markets', '--url', stack.url, '--no-token'], {});

    expect(run).toEqual({ code: 0, stderr: '' });
  });

  it('shows the line and a caret for what the gateway refuses', async () => {
    const { code, stderr } = await runBinary(['query', '-', '--url', stack.url, '--no-token'], {
      stdin: 'query Wrong {\n  markets { nope }\n}\n',
    });

    expect(code).toBe(1);
    expect(stderr).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(stderr).toMatch(/stdin:2:13\n.*\n2 \| {3}markets \{ nope \}\n {2}\| {13}\^/);
  });
});

describe('marque up', () => {
  it('tells a script where it is, and ends with 0 at Ctrl-C', { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'marque-up-'));
    let status = 0;

    const code = await runUntilInterrupted(
      ['up', '--port', '0', '--json'],
      { MARQUE_DATA_DIR: folder },
      async (line) => {
        const { url } = JSON.parse(line) as { url: string };
        ({ status } = await fetch(`${url}/health/ready`));
      },
    );
    await rm(folder, { recursive: true, force: true });

    expect({ status, code }).toEqual({ status: 200, code: 0 });
  });
});
