// The pricing service's settings.
import { describe, expect, it } from 'vitest';

import { loadPricingServiceConfig } from '../../../services/pricing/config.ts';

describe('loadPricingServiceConfig', () => {
  it('needs no variables', () => {
    const config = loadPricingServiceConfig({});

    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 0,
      financeDelayMs: 20,
      minVariants: 0,
    });
  });

  it('reports every fault at once', () => {
    const load = () =>
      loadPricingServiceConfig({
        MARQUE_PRICING_API_PORT: 'x',
        MARQUE_PRICING_FINANCE_DELAY: '20',
        MARQUE_CATALOGUE_VARIANTS: '-1',
      });

    expect(load).toThrow(/PORT[\s\S]*FINANCE_DELAY[\s\S]*VARIANTS/);
  });
});
