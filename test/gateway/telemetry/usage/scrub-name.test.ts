// Which names are taken for what a person or a secret is known by.
import { describe, expect, it } from 'vitest';

import { scrubName, scrubVersion } from '../../../../gateway/telemetry/usage/scrub-name.ts';

describe('names', () => {
  it.each([
    'Markets',
    'GetVehicleConfigurationOptionsByMarketAndLanguage',
    'Top10CarsOf2026',
    'model_variant_price_and_options_query',
    '@acme/configurator-web',
    'iOS App 17.2',
    'WltpFiguresForBmwI4M50',
    '',
  ])('that people give stay: %s', (name) => {
    expect(scrubName(name)).toBe(name);
  });

  it.each([
    'WBA8E9G50GNT12345',
    'GetWBA8E9G50GNT12345',
    'get_wba8e9g50gnt12345_price',
    'jane.doe@example.com',
    'eyJhbGciOiJIUzI1NiJ9',
    'Order4711008',
    'd41d8cd98f00b204e9800998ecf8427e',
    'AKIAIOSFODNN7EXAMPLE123',
  ])('that look like a secret or a person do not: %s', (name) => {
    expect(scrubName(name)).toBe('redacted');
  });

  it('of versions may have long numbers and digests, but neither VINs nor addresses', () => {
    const versions = [
      '4.2.0-20261121',
      '9fceb02d0ae598e95dc970b74767f19372d61af8',
      '1.0.0+build.5114',
    ];

    expect(versions.map(scrubVersion)).toEqual(versions);
    expect(['WBA8E9G50GNT12345', 'jane.doe@example.com'].map(scrubVersion)).toEqual([
      'redacted',
      'redacted',
    ]);
  });
});
