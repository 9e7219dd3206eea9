// `marque usage` against a running gateway.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { ask, startTestGraph, type TestGraph } from '../../gateway/test-graph.ts';
import { runInProcess } from '../run-in-process.ts';

const readerToken = 'reader-0123456789abcdef-x';
const operatorToken = 'operator-0123456789abcdef';
let graph: TestGraph;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'usage-'));
  graph = await startTestGraph({
    env: {
      MARQUE_ENGINE: 'compiled',
      MARQUE_USAGE_DIR: directory,
      MARQUE_USAGE_FIELD_SAMPLE_RATIO: '1',
      MARQUE_USAGE_RECORD_RATIO: '1',
      MARQUE_ADMIN_READER_TOKEN: readerToken,
      MARQUE_ADMIN_OPERATOR_TOKEN: operatorToken,
    },
  });
  for (let index = 0; index < 3; index += 1) {
    await ask(
      graph.url,
      'query Shown($id: ID!) { markets { id broken } market(id: $id) { name } }',
      {
        variables: { id: 'DE' },
        headers: { 'apollographql-client-name': 'web', 'apollographql-client-version': '1.2' },
      },
    );
  }
});
afterAll(async () => {
  await graph.stop();
  await rm(directory, { recursive: true });
});
beforeEach(() => {
  vi.stubEnv('MARQUE_ADMIN_URL', graph.part.adminUrl ?? '');
  vi.stubEnv('MARQUE_ADMIN_READER_TOKEN', readerToken);
  vi.stubEnv('MARQUE_ADMIN_OPERATOR_TOKEN', operatorToken);
});
afterEach(() => vi.unstubAllEnvs());

describe('marque usage', () => {
  it('shows operations, clients and fields of today', async () => {
    const { code, stdout } = await runInProcess(['usage', 'show']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\d {2}3 requests\n/);
    expect(stdout).toMatch(/\nShown [0-9a-f]{16} +3 +3 +0 +[\d.]+ +1\n/);
    expect(stdout).toMatch(/\nweb 1\.2 +3 +3 +0 +1\n/);
    expect(stdout).toMatch(/\nMarket\.broken +3 +3 +3 +6 +[\d.]+\n/);
  });

  it('says who uses a field, and by its exit code that nobody does', async () => {
    const used = await runInProcess(['usage', 'show', '--field', 'Market.broken']);
    const unused = await runInProcess(['usage', 'show', '--field', 'Market.taxes', '--json']);

    expect(used.code).toBe(0);
    expect(used.stdout).toMatch(/\nShown [0-9a-f]{16} +web 1\.2 +3\n/);
    expect(unused.code).toBe(1);
    expect(JSON.parse(unused.stdout)).toMatchObject({ operations: [] });
  });

  it('lists recordings without values', async () => {
    const { code, stdout } = await runInProcess(['usage', 'recordings']);

    expect(code).toBe(0);
    expect(stdout).toContain('web 1.2  3\n  $v1: ID!  "string"\nquery Shown($v1: ID!) {');
    expect(stdout).not.toContain('DE');
  });

  it('gives JSON', async () => {
    const [show, recordings] = await Promise.all([
      runInProcess(['usage', 'show', '--json']),
      runInProcess(['usage', 'recordings', '--json']),
    ]);

    expect(JSON.parse(show.stdout)).toMatchObject({ operations: [{ name: 'Shown', requests: 3 }] });
    expect(JSON.parse(recordings.stdout)).toMatchObject({ recordings: [{ count: 3 }] });
  });

  it('shows a day without usage, and refuses what is none', async () => {
    const empty = await runInProcess(['usage', 'show', '--day', '2020-01-01']);
    const invalid = await runInProcess(['usage', 'show', '--day', 'yesterday']);

    expect(empty.code).toBe(0);
    expect(empty.stdout).toMatch(/^2020-01-01 {2}0 requests\n/);
    expect(invalid.code).toBe(2);
    expect(invalid.stderr).toContain('YYYY-MM-DD');
  });

  it('wants the token of an operator for what only operators may do', async () => {
    vi.stubEnv('MARQUE_ADMIN_OPERATOR_TOKEN', readerToken);

    const { code, stderr } = await runInProcess(['usage', 'erase', 'web']);

    expect(code).toBe(3);
    expect(stderr).toContain('MARQUE_ADMIN_OPERATOR_TOKEN');
    expect(stderr).not.toContain(readerToken);
  });

  it('erases a client, and says by its exit code that there was none', async () => {
    const erased = await runInProcess(['usage', 'erase', 'web']);
    const again = await runInProcess(['usage', 'erase', 'web', '--json']);

    expect([erased.code, again.code]).toEqual([0, 1]);
    expect(erased.stdout).toMatch(/^[1-9]\d* counts and recordings erased\.\n$/);
    expect(JSON.parse(again.stdout)).toEqual({ client: 'web', erased: 0 });
  });

  it.each([
    ['nobody is there', 'http://127.0.0.1:1', 'Nobody answers'],
    ['something else answers', 'public', 'counts no usage'],
  ])('says what is wrong where %s', async (_what, url, words) => {
    const address = url === 'public' ? graph.part.url : url;

    const { code, stderr } = await runInProcess(['usage', 'show', '--url', address]);

    expect(code).toBe(3);
    expect(stderr).toContain(words);
  });
});
