// Usage of a running gateway, from requests to what the admin port shows, with each store.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type {
  FieldUsage,
  UsageRecording,
  UsageReport,
} from '../../../../gateway/telemetry/usage/usage-report.ts';
import { type RedisServer, startRedisServer } from '../../../contracts/start-redis-server.ts';
import { ask, startTestGraph, type TestGraph } from '../../test-graph.ts';

const readerToken = 'reader-0123456789abcdef-x';
const operatorToken = 'operator-0123456789abcdef';
const vin = 'WBA8E9G50GNT12345';
const email = 'jane.doe@example.com';
const token = 'eyJhbGciOiJIUzI1NiJ9';

describe.each(['file', 'redis'] as const)('usage in %s', (kind) => {
  let graph: TestGraph;
  let adminUrl: string;
  let directory: string;
  let redis: RedisServer;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'usage-'));
    redis = await startRedisServer();
    graph = await startTestGraph({
      env: {
        MARQUE_ENGINE: 'compiled',
        MARQUE_USAGE: kind,
        MARQUE_USAGE_DIR: directory,
        MARQUE_REDIS_URL: redis.url,
        MARQUE_USAGE_FIELD_SAMPLE_RATIO: '1',
        MARQUE_USAGE_RECORD_RATIO: '1',
        MARQUE_ADMIN_READER_TOKEN: readerToken,
        MARQUE_ADMIN_OPERATOR_TOKEN: operatorToken,
      },
    });
    adminUrl = graph.part.adminUrl ?? '';
  });
  afterAll(async () => {
    await graph.stop();
    await redis.stop();
    await rm(directory, { recursive: true });
  });

  const askAs = (name: string, query: string, variables: object = {}, version = '1.0') =>
    ask(graph.url, query, {
      variables,
      headers: { 'apollographql-client-name': name, 'apollographql-client-version': version },
    });
  const askAdmin = (path: string, bearer = operatorToken, method = 'GET') =>
    fetch(`${adminUrl}${path}`, { method, headers: { authorization: `Bearer ${bearer}` } });
  const readUsage = async (): Promise<UsageReport> =>
    (await (await askAdmin('/usage', readerToken)).json()) as UsageReport;
  const readRecordings = async (): Promise<readonly UsageRecording[]> =>
    ((await (await askAdmin('/usage/recordings')).json()) as { recordings: UsageRecording[] })
      .recordings;
  const findField = (report: UsageReport, coordinate: string): FieldUsage | undefined =>
    report.fields.find((field) => field.coordinate === coordinate);
  const readStore = async (): Promise<string> => {
    const files = await readdir(directory);
    const texts = await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')));
    const hashes = await redis.admin.keys('*');
    const entries = await Promise.all(
      hashes
        .filter((key) => !key.includes(':batch:'))
        .map(async (key) => [key, await redis.admin.hgetall(key)]),
    );
    return texts.join('\n') + JSON.stringify(entries);
  };

  it('counts operations by client, and derives who uses which field', async () => {
    const query = 'query Counted { markets { id currency } }';
    await askAs('web', query);
    await askAs('web', query);
    await askAs('ios', query, {}, '2.0');
    await askAs('ios', 'query Other { markets { name } }');

    const report = await readUsage();

    const counted = report.operations.find(({ name }) => name === 'Counted');
    expect(counted).toMatchObject({
      hash: expect.stringMatching(/^[0-9a-f]{16}$/),
      type: 'query',
      requests: 3,
      partial: 0,
      failed: 0,
      clients: [
        { name: 'web', version: '1.0', requests: 2 },
        { name: 'ios', version: '2.0', requests: 1 },
      ],
      uses: ['Market.currency', 'Market.id', 'Query.markets'],
    });
    expect(counted?.buckets.reduce((sum, own) => sum + own, 0)).toBe(3);
    expect(report.clients).toMatchObject([
      { name: 'web', version: '1.0', requests: 2, operations: 1 },
      { name: 'ios', version: '1.0', requests: 1 },
      { name: 'ios', version: '2.0', requests: 1 },
    ]);
    expect(findField(report, 'Query.markets')).toMatchObject({ requests: 4, sampled: 4 });
    expect(findField(report, 'Market.currency')).toMatchObject({
      requests: 3,
      sampled: 6,
      sampledNulls: 0,
      errors: 0,
      sampledFetches: 3,
    });
  });

  it('counts nulls and errors where they are in the answer, types of unions told apart', async () => {
    const before = await readUsage();
    const query = `query Shown {
      shown: markets { broken id }
      things { ... on Market { label: name id } }
      market(id: "none") { name }
    }`;
    for (let index = 0; index < 3; index += 1) {
      const { body } = await askAs('web', query);
      expect(body.errors).toHaveLength(1);
    }

    const report = await readUsage();

    const grown = (coordinate: string) => {
      const figuresOf = (from: UsageReport) => {
        const field = findField(from, coordinate);
        return [field?.requests, field?.sampled, field?.sampledNulls, field?.errors];
      };
      const then = figuresOf(before);
      return figuresOf(report).map((now, index) => (now ?? 0) - (then[index] ?? 0));
    };
    expect(grown('Market.broken')).toEqual([3, 6, 3, 3]);
    expect(grown('Market.id')).toEqual([3, 9, 0, 0]);
    expect(grown('Market.name')).toEqual([3, 3, 0, 0]);
    expect(grown('Query.market')).toEqual([3, 3, 3, 0]);
    expect(grown('Query.market(id:)')).toEqual([3, 0, 0, 0]);
    expect(report.operations.find(({ name }) => name === 'Shown')).toMatchObject({ partial: 3 });
  });

  it('records operations without their values, aliases and other names', async () => {
    await askAs(
      'recorder',
      `query Recorded($myId: ID!, $with: Boolean = true) {
        ${vin}: market(id: $myId) { ...Mine @include(if: $with) id @skip(if: false) }
        echo(value: { ${token}: ["${email}", 1234567, 1.5, true, SECRET] })
        slow(ms: 12)
      }
      fragment Mine on Market { mine: name }`,
      { myId: vin },
    );

    const recordings = await readRecordings();

    expect(recordings.filter(({ client }) => client.name === 'recorder')).toEqual([
      {
        client: { name: 'recorder', version: '1.0' },
        operation: { hash: expect.any(String) as string, name: 'Recorded', type: 'query' },
        document: `query Recorded($v1: ID!, $v2: Boolean = false) {
  alias2: market(id: $v1) {
    ...Fragment1 @include(if: $v2)
    id @skip(if: false)
  }
  echo(value: {})
  slow(ms: 0)
}

fragment Fragment1 on Market {
  alias1: name
}`
          .replace('alias2', 'alias1')
          .replace('alias1: name', 'alias2: name'),
        variables: [
          { name: 'v1', type: 'ID!', shape: 'string' },
          { name: 'v2', type: 'Boolean', shape: 'missing' },
        ],
        count: 1,
      },
    ]);
  });

  it('keeps no VIN, e-mail address or token, wherever a client has put it', async () => {
    const planted = [
      askAs(email, 'query Planted { brand }', {}, vin),
      askAs(vin, `query Get${vin} { ${vin}: brand ${token}: dealerCount }`),
      askAs(
        'planted',
        `query P($${token}: ID!, $any: Any) { market(id: $${token}) { ...F${vin} } echo(value: $any) }
         fragment F${vin} on Market { id }`,
        { [token]: vin, any: { [vin]: [email, { [token]: token }] } },
      ),
      askAs('planted', `query Q { market(id: "${email}") { id } echo(value: """${token}""") }`),
      askAs(
        'planted',
        `query R($v: Any = "${vin}") { market(id: "${vin}") { id } echo(value: $v) }`,
      ),
      askAs('planted', `query ${token} { echo(value: [{ ${vin}: "${token}" }, 8012345678]) }`),
      askAs('planted', `query U($v: Any) { echo(value: $v) }`, { v: [[email]] }),
    ];
    const answers = await Promise.all(planted);

    const report = JSON.stringify([await readUsage(), await readRecordings()]);
    const stored = await readStore();

    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(stored).toContain('planted');
    const secrets = [vin, email, token, '8012345678', 'jane'];
    expect(secrets.filter((secret) => report.includes(secret))).toEqual([]);
    expect(secrets.filter((secret) => stored.includes(secret))).toEqual([]);
  });

  it('is for readers, and recordings and erasing for operators', async () => {
    const statuses = await Promise.all([
      askAdmin('/usage', 'nobody-0123456789abcdef-x').then(({ status }) => status),
      askAdmin('/usage', readerToken).then(({ status }) => status),
      askAdmin('/usage/recordings', readerToken).then(({ status }) => status),
      askAdmin('/usage/clients/web', readerToken, 'DELETE').then(({ status }) => status),
      askAdmin('/usage?day=2026-13-01', readerToken).then(({ status }) => status),
      fetch(graph.url.replace('/graphql', '/usage')).then(({ status }) => status),
    ]);

    expect(statuses).toEqual([401, 200, 403, 403, 400, 404]);
  });

  it('erases a client by its name, what was just counted included', async () => {
    await askAs('erased/client', 'query Erased { brand }', {}, '1');
    await askAs('erased/client', 'query Erased { brand }', {}, '2');
    await askAs('kept', 'query Erased { brand }');

    const answer = await askAdmin('/usage/clients/erased%2Fclient', operatorToken, 'DELETE');

    expect(await answer.json()).toMatchObject({ client: 'erased/client' });
    expect(await readStore()).not.toContain('erased/client');
    const report = await readUsage();
    expect(report.operations.find(({ name }) => name === 'Erased')).toMatchObject({
      requests: 1,
      clients: [{ name: 'kept' }],
    });
  });

  it('tells in the metrics how much it keeps', async () => {
    await askAs('web', '{ brand }');
    await readUsage();

    const text = await (await askAdmin('/metrics')).text();

    expect(text).toMatch(/^marque_usage_entries\{kind="operations"\} \d+$/m);
    expect(text).toMatch(/^marque_usage_waiting 0$/m);
    expect(text).toMatch(/^marque_usage_flushes_total\{outcome="kept"\} [1-9]\d*$/m);
    expect(text).toMatch(/^marque_usage_flushes_total\{outcome="failed"\} 0$/m);
  });
});

describe('usage', () => {
  it('is flushed when the gateway stops, and added to what other gateways count', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'usage-'));
    const start = () =>
      startTestGraph({ env: { MARQUE_ENGINE: 'compiled', MARQUE_USAGE_DIR: directory } });
    const [one, two] = await Promise.all([start(), start()]);
    await ask(one.url, 'query Stopped { brand }');
    await ask(two.url, 'query Stopped { brand }');
    await Promise.all([one.stop(), two.stop()]);
    const three = await start();

    const report = (await (await fetch(`${three.part.adminUrl}/usage`)).json()) as UsageReport;

    expect(report.operations).toMatchObject([{ name: 'Stopped', requests: 2 }]);
    await three.stop();
    await rm(directory, { recursive: true });
  });

  it('never fails or delays an operation while its store is down, and catches up afterwards', async () => {
    const redis = await startRedisServer();
    const graph = await startTestGraph({
      env: {
        MARQUE_ENGINE: 'compiled',
        MARQUE_USAGE: 'redis',
        MARQUE_REDIS_URL: redis.url,
        MARQUE_USAGE_FLUSH_INTERVAL: '100ms',
      },
    });
    const readStatus = async () => (await fetch(`${graph.part.adminUrl}/usage`)).status;
    await ask(graph.url, 'query Down { brand }');
    await expect.poll(readStatus).toBe(200);
    await redis.kill();

    for (let index = 0; index < 20; index += 1) {
      expect((await ask(graph.url, 'query Down { brand }')).status).toBe(200);
    }
    await expect.poll(readStatus).toBe(503);
    await redis.restart();

    await expect.poll(readStatus, { timeout: 5_000 }).toBe(200);
    const report = (await (await fetch(`${graph.part.adminUrl}/usage`)).json()) as UsageReport;
    expect(report.operations).toMatchObject([{ name: 'Down', requests: 20 }]);
    await graph.stop();
    await redis.stop();
  });

  it('counts operations and clients of the reference engine, too', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'usage-'));
    const graph = await startTestGraph({
      env: { MARQUE_ENGINE: 'reference', MARQUE_USAGE_DIR: directory },
    });
    await ask(graph.url, 'query Referred { markets { id currency } }');

    const report = (await (await fetch(`${graph.part.adminUrl}/usage`)).json()) as UsageReport;

    expect(report.operations).toMatchObject([{ name: 'Referred', requests: 1 }]);
    expect(report.fields).toContainEqual(
      expect.objectContaining({ coordinate: 'Market.currency', requests: 1, sampled: 0 }),
    );
    await graph.stop();
    await rm(directory, { recursive: true });
  });

  it('is not there where it is not configured', async () => {
    const graph = await startTestGraph();

    expect((await fetch(`${graph.part.adminUrl}/usage`)).status).toBe(404);

    await graph.stop();
  });
});
