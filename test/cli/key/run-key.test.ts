// `marque key` on a file and on a real Redis: what is made, shown, replaced and revoked.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readKeyId } from '../../../gateway/guard/keys/key-text.ts';
import { startRedisServer, type RedisServer } from '../../contracts/start-redis-server.ts';
import { runBinary } from '../run-binary.ts';

let directory: string;
let server: RedisServer;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'marque-key-'));
  server = await startRedisServer();
});
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
});

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly app: string;
}

const parse = (text: string): unknown => JSON.parse(text);

describe.each(['file', 'redis'])('marque key with a %s', (kind) => {
  const run = (...args: string[]) =>
    runBinary(['key', ...args], {
      env: {
        MARQUE_DATA_DIR: join(directory, kind),
        ...(kind === 'redis' ? { MARQUE_REDIS_URL: server.url } : {}),
      },
    });
  const list = async () =>
    (parse((await run('list', '--json')).stdout) as { keys: readonly Listed[] }).keys;

  it(
    'makes, lists, replaces and revokes keys, and shows each once',
    { timeout: 60_000 },
    async () => {
      const grants = ['--brand', 'mini', '--market', 'DE,AT', '--requests', '600'];
      const created = await run('create', 'garage-app', ...grants, '--expires', '365d');
      const again = await run('create', 'garage-app', '--json');
      const rotated = await run('rotate', 'garage-app', '--overlap', '7d', '--json');
      const key = created.stdout.trim();
      const { key: second, ...shown } = parse(rotated.stdout) as Listed & { key: string };
      const listed = await list();

      expect(created).toMatchObject({ code: 0, stdout: `${key}\n` });
      expect(created.stderr).toContain('mini  AT,DE  page  600 requests/min');
      expect(created.stderr).not.toContain(key);
      expect(readKeyId(key)).toBe(listed[0]?.id);
      expect(again.code).toBe(1);
      expect(parse(again.stdout)).toMatchObject({ error: { code: 'APP_HAS_KEY' } });
      expect(readKeyId(second)).toBe(shown.id);
      expect(listed).toMatchObject([
        { app: 'garage-app', state: 'live', brand: 'mini', markets: ['AT', 'DE'] },
        { app: 'garage-app', state: 'live', limits: { requestsPerMinute: 600 } },
      ]);
      expect(JSON.stringify(listed)).not.toContain('digest');

      const revoked = await run('revoke', key);
      const unknown = await run('revoke', 'nothing', '--json');

      expect(revoked).toMatchObject({
        code: 0,
        stdout: `${listed[0]?.id} of garage-app is revoked.\n`,
      });
      expect(parse(unknown.stdout)).toMatchObject({ error: { code: 'KEY_UNKNOWN' } });
      expect((await list()).map(({ state }) => state)).toEqual(['revoked', 'live']);
    },
  );
});

describe('marque key', () => {
  it('keeps what it makes where its owner alone may read it', async () => {
    const identity = join(directory, 'file/identity');

    const modes = await Promise.all(
      ['keys.json', 'key-pepper'].map(
        async (name) => (await stat(join(identity, name))).mode & 0o777,
      ),
    );

    expect(modes).toEqual([0o600, 0o600]);
    expect((await readFile(join(identity, 'key-pepper'), 'utf8')).trim()).toHaveLength(43);
  });

  it('ends with 3 while the store is away', async () => {
    const { code, stdout } = await runBinary(['key', 'list', '--json'], {
      env: { MARQUE_REDIS_URL: 'redis://127.0.0.1:1', MARQUE_DATA_DIR: directory },
    });

    expect(code).toBe(3);
    expect(parse(stdout)).toMatchObject({ error: { code: 'KEY_STORE_UNAVAILABLE' } });
  });
});
