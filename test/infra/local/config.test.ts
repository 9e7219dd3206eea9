// The settings of the whole stack, read before any of it starts.
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { loadLocalStackConfig } from '../../../infra/local/config.ts';
import { localParts } from '../../../infra/local/local-parts.ts';
import type { Environment } from '../../../runtime/configuration.ts';

const commandLine = { port: undefined, processes: false, inProcess: false, help: false };
const load = (environment: Environment, port?: string) =>
  loadLocalStackConfig(localParts, { ...commandLine, port }, environment);

describe('the settings of the local stack', () => {
  it('hands the parts what the stack has by default', async () => {
    const { environment, logLevel } = await load({ MARQUE_TOKEN_ISSUER: 'mine' }, '0');

    expect(logLevel).toBe('warn');
    expect(environment).toMatchObject({
      MARQUE_PORT: '0',
      MARQUE_ENVIRONMENT: 'local',
      MARQUE_LOG_LEVEL: 'warn',
      MARQUE_TOKEN_ISSUER: 'mine',
      MARQUE_TOKEN_AUDIENCE: 'marque',
      MARQUE_USAGE_DIR: join('.marque/data', 'usage'),
    });
    expect(environment).not.toHaveProperty('MARQUE_VEHICLE_API_URL');
  });

  it('reports the faults of stack, services, subgraphs and gateway at once, each once', async () => {
    const loading = load(
      {
        MARQUE_LOG_LEVEL: 'loud',
        MARQUE_PRICING_FINANCE_DELAY: '5',
        MARQUE_REST_TIMEOUT: 'soon',
        MARQUE_REDIS_URL: 'foo',
        MARQUE_MAX_BODY: '1 MiB',
      },
      'abc',
    );

    const error: unknown = await loading.catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'CONFIGURATION_INVALID', kind: 'configuration' });
    const { faults } = error as { faults: readonly string[] };
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'MARQUE_LOG_LEVEL',
      'MARQUE_PORT',
      'MARQUE_PRICING_FINANCE_DELAY',
      'MARQUE_REDIS_URL',
      'MARQUE_REST_TIMEOUT',
      'MARQUE_MAX_BODY',
    ]);
  });

  it('keeps usage beside the other data, or where the user says', async () => {
    const environments = await Promise.all([
      load({ MARQUE_DATA_DIR: 'mine', MARQUE_USAGE: 'file' }),
      load({ MARQUE_USAGE_DIR: 'elsewhere' }),
    ]);

    expect(environments.map(({ environment }) => environment['MARQUE_USAGE_DIR'])).toEqual([
      join('mine', 'usage'),
      'elsewhere',
    ]);
  });

  it('does not read the settings of a part that is the user\u2019s own', async () => {
    const environment = { MARQUE_PRICING_FINANCE_DELAY: '5' };

    await expect(load(environment)).rejects.toThrow('MARQUE_PRICING_FINANCE_DELAY');
    await expect(
      load({ ...environment, MARQUE_PRICING_API_URL: 'http://127.0.0.1:1' }),
    ).resolves.toBeTruthy();
  });
});
