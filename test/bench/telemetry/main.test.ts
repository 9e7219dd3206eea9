// What stands beside a gateway whose telemetry is measured.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { findFreePort } from '../../../bench/machine/free-port.ts';
import { startProcess } from '../../../bench/machine/start-process.ts';
import { rootFolder } from '../../house/read-source-files.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

describe('the companion of a measured gateway', () => {
  it('scrapes the metrics again and again, and takes traces', async () => {
    const port = await findFreePort();
    const paths: string[] = [];
    const admin = createServer((request, response) => {
      paths.push(request.url ?? '');
      response.end('metric 1\n');
    }).listen(0, '127.0.0.1');
    await once(admin, 'listening');
    const adminUrl = `http://127.0.0.1:${(admin.address() as AddressInfo).port}`;
    const companion = startProcess(
      {
        program: process.execPath,
        args: ['--import', 'tsx', 'bench/telemetry/main.ts', String(port), adminUrl],
        directory: rootFolder,
        environment: {},
      },
      undefined,
    );
    open.push(
      () => companion.stop(),
      () => {
        admin.closeAllConnections();
        admin.close();
      },
    );

    await once(admin, 'request');
    await once(admin, 'request');
    const traces = await fetch(`http://127.0.0.1:${port}/v1/traces`, {
      method: 'POST',
      body: '{"resourceSpans":[]}',
    });

    expect(paths).toEqual(['/metrics', '/metrics']);
    expect(traces.status).toBe(200);
  });
});
