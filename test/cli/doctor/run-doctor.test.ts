// The doctor against parts that are deliberately wrong: what it says, and what it says to do.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { checkDataDirectory, checkNode } from '../../../cli/doctor/check-machine.ts';
import type { Finding } from '../../../cli/doctor/finding.ts';
import { prepareGatewayKeys } from '../../../infra/local/gateway-keys.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import { createSubgraph } from '../../../subgraphs/server/create-subgraph.ts';
import { rootFolder } from '../../house/read-source-files.ts';
import { runInProcess } from '../run-in-process.ts';

const servers: Server[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Answers every request with this JSON; gives the base URL. */
async function serve(body: unknown, status = 200): Promise<string> {
  const server = createServer((_request, reply) => {
    reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Runs the doctor with these variables; the gateway's port is a free one unless it is given. */
async function examine(variables: Readonly<Record<string, string>>) {
  vi.stubEnv('MARQUE_PORT', '4999');
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const { code, stdout } = await runInProcess(['doctor', '--json']);
  const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
  return { code, problems: findings.filter(({ level }) => level === 'problem'), findings };
}

async function readOpenApi(service: string): Promise<string> {
  return await readFile(join(rootFolder, 'services', service, 'openapi.json'), 'utf8');
}

describe('marque doctor', () => {
  it('finds a service that offers all fine', async () => {
    const url = await serve(JSON.parse(await readOpenApi('pricing')));

    const { code, findings } = await examine({ MARQUE_PRICING_API_URL: url });

    expect(code).toBe(0);
    expect(findings).toContainEqual({
      level: 'ok',
      subject: 'pricing service',
      message: `${url} offers all 8 operations as services/pricing/openapi.json has them.`,
    });
  });

  it('names the path and the field that a service lacks', async () => {
    const text = await readOpenApi('pricing');
    const broken = text
      .replace('"/v1/taxes"', '"/v1/levies"')
      .replaceAll('"priceList"', '"listOfPrices"');
    const url = await serve(JSON.parse(broken));

    const { code, problems } = await examine({ MARQUE_PRICING_API_URL: url });

    const messages = problems.map(({ message }) => message);
    expect(code).toBe(1);
    expect(messages).toContain('GET /v1/taxes is missing.');
    expect(messages).toContainEqual(
      expect.stringMatching(/^GET \/v1\/item-prices\/batch → items\[\]\.\w+ is missing\.$/),
    );
    expect(problems[0]?.advice).toContain('subgraphs/pricing/pricing-api.ts');
  });

  it('says where to look for a document that is not there', async () => {
    const url = await serve({ message: 'not found' }, 404);

    const { problems } = await examine({ MARQUE_OPTIONS_API_URL: url });

    expect(problems[0]?.message).toBe(
      `${url}/openapi.json answers with status 404 and no OpenAPI document.`,
    );
    expect(problems[0]?.advice).toContain('--openapi options=URL');
  });

  it('asks a subgraph that takes tokens of its gateway only with the key of the gateway', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'doctor-'));
    const right = await prepareGatewayKeys(join(directory, 'right'));
    const wrong = await prepareGatewayKeys(join(directory, 'wrong'));
    const typeDefs = await readFile(join(rootFolder, 'subgraphs/vehicle/schema.graphql'), 'utf8');
    const app = await createSubgraph(
      { name: 'vehicle', typeDefs, resolvers: {}, createLoaders: () => ({}) },
      {
        gatewayKeysFile: right.MARQUE_GATEWAY_JWKS_FILE,
        log: silentLog,
        clock: systemClock,
        randomBytes,
        newCorrelationId: () => 'id-00000001',
        timeoutMs: 1_000,
        bodyLimitBytes: 10_000,
      },
    );
    const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`;
    const messages = async (env: Readonly<Record<string, string>>) => {
      const { findings } = await examine({ MARQUE_VEHICLE_SUBGRAPH_URL: url, ...env });
      return findings
        .filter(({ subject }) => subject === 'vehicle subgraph')
        .map(({ message, advice }) => `${message} ${advice ?? ''}`);
    };

    expect((await messages({}))[0]).toContain('Set MARQUE_SUBGRAPH_KEY_FILE');
    const { MARQUE_SUBGRAPH_KEY_FILE: wrongKey } = wrong;
    expect((await messages({ MARQUE_SUBGRAPH_KEY_FILE: wrongKey }))[0]).toContain(
      'Put the public key',
    );
    const { MARQUE_SUBGRAPH_KEY_FILE: rightKey } = right;
    expect((await messages({ MARQUE_SUBGRAPH_KEY_FILE: rightKey }))[0]).toContain(
      'serves the schema that was composed',
    );
    expect((await messages({ MARQUE_SUBGRAPH_KEY_FILE: url }))[0]).toContain('no key to sign with');
    await app.close();
    await rm(directory, { recursive: true });
  });

  it('finds a subgraph fine that serves what was composed', async () => {
    const sdl = await readFile(join(rootFolder, 'subgraphs/vehicle/schema.graphql'), 'utf8');
    const schema = buildSubgraphSchema(parse(sdl));
    const url = await serve(await graphql({ schema, source: '{ service: _service { sdl } }' }));

    const { code, findings } = await examine({ MARQUE_VEHICLE_SUBGRAPH_URL: url });

    expect(code).toBe(0);
    expect(findings).toContainEqual({
      level: 'ok',
      subject: 'vehicle subgraph',
      message: `${url} serves the schema that was composed.`,
    });
  });

  it('finds a subgraph that serves another schema, and one that is none', async () => {
    const other = await serve({ data: { service: { sdl: 'type Query { weather: String }' } } });
    const none = await serve({ hello: 'world' });

    const { problems } = await examine({
      MARQUE_VEHICLE_SUBGRAPH_URL: `${other}/graphql`,
      MARQUE_PRICING_SUBGRAPH_URL: `${none}/graphql`,
    });

    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/lacks .+ and \d+ more, and also has Query\.weather, compared with/),
      `${none}/graphql answers with status 200 and no schema.`,
    ]);
  });

  it('names a port that another program holds, and the variable that moves ours', async () => {
    const { port } = new URL(await serve('something else'));

    const { problems } = await examine({ MARQUE_PORT: port });

    expect(problems.map(({ subject }) => subject)).toContain(`port ${port}`);
    expect(problems[0]?.message).toMatch(/^is taken by .+\.$/);
    expect(problems[0]?.advice).toContain('set MARQUE_PORT to a free port');
  });

  it('knows a part of marque at its port', async () => {
    const { port } = new URL(await serve({ status: 'live' }));

    const { findings } = await examine({ MARQUE_PORT: port });

    const finding = findings.find(({ subject }) => subject === `port ${port}`);
    expect(finding).toMatchObject({ level: 'note' });
  });

  it('finds what is not reachable, and shows no password', async () => {
    const { code, problems } = await examine({
      MARQUE_GATEWAY_URL: 'http://127.0.0.1:1',
      MARQUE_VEHICLE_API_URL: 'http://127.0.0.1:1',
      MARQUE_REDIS_URL: 'redis://user:secret@127.0.0.1:1',
    });

    expect(code).toBe(1);
    expect(problems.map(({ subject }) => subject)).toEqual([
      'gateway http://127.0.0.1:1',
      'Redis 127.0.0.1:1',
      'vehicle service',
    ]);
    expect(problems.every(({ advice }) => advice !== undefined)).toBe(true);
    expect(JSON.stringify(problems)).not.toContain('secret');
  });
});

describe('checkNode', () => {
  it.each([
    ['20.18.3', 'problem'],
    ['18.20.0', 'problem'],
    ['20.19.0', 'ok'],
    ['24.1.0', 'ok'],
  ])('finds %s to be: %s', (version, level) => {
    expect(checkNode(version).level).toBe(level);
  });
});

describe('checkDataDirectory', () => {
  it('refuses a file, also as a folder above', async () => {
    const file = join(rootFolder, 'package.json');

    const findings = [await checkDataDirectory(file), await checkDataDirectory(`${file}/data`)];

    expect(findings.map(({ level }) => level)).toEqual(['problem', 'problem']);
  });

  it('takes a folder that is still to be made', async () => {
    const finding = await checkDataDirectory(join(rootFolder, 'not-yet', 'data'));

    expect(finding).toMatchObject({ level: 'ok', message: 'will be made at the first start.' });
  });
});
