// The maintenance service's settings.
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { loadMaintenanceServiceConfig } from '../../../services/maintenance/config.ts';

describe('loadMaintenanceServiceConfig', () => {
  it('needs no variables', () => {
    expect(loadMaintenanceServiceConfig({})).toMatchObject({ host: '127.0.0.1', port: 0 });
  });

  it('keeps its database in the data folder', () => {
    const config = loadMaintenanceServiceConfig({ MARQUE_DATA_DIR: '/data' });

    expect(config.databaseFile).toBe(join('/data', 'maintenance.db'));
  });
});
