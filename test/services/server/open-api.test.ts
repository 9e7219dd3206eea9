// The documents of the services that stand on this ground: whole, and true to what is served.
import { randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../runtime/clock.ts';
import { silentLog } from '../../../runtime/log.ts';
import { createOptionsService } from '../../../services/options/create-options-service.ts';
import { buildOpenApi } from '../../../services/server/open-api.ts';
import { createVehicleService } from '../../../services/vehicle/create-vehicle-service.ts';
import { optionsTables } from '../options/options-tables.ts';
import { vehicleTables } from '../vehicle/vehicle-tables.ts';

const parts = {
  config: { databaseFile: ':memory:', minVariants: 0 },
  log: silentLog,
  clock: systemClock,
};
const services = [
  ['vehicle', () => createVehicleService({ ...parts, tables: vehicleTables })],
  ['options', () => createOptionsService({ ...parts, tables: optionsTables, randomBytes })],
] as const;

/** Each value under a key, however deep. */
function valuesOf(node: unknown, key: string): unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, child]) => [
    ...(name === key ? [child as unknown] : []),
    ...valuesOf(child, key),
  ]);
}

describe.each(services)('the OpenAPI document of the %s service', (_name, create) => {
  it('resolves each reference and names each titled schema once', async () => {
    const service = await create();
    await service.ready();

    const document = buildOpenApi(service);

    await service.close();
    const schemas = (document['components'] as { schemas: Record<string, unknown> }).schemas;
    const references = valuesOf(document, '$ref') as string[];
    expect(references.length).toBeGreaterThan(20);
    expect(
      references.filter((path) => !(path.replace('#/components/schemas/', '') in schemas)),
    ).toEqual([]);
    expect(valuesOf(document['paths'], 'title')).toEqual([]);
  });

  it('declares each parameter in a path, and a success for each operation', async () => {
    const service = await create();
    await service.ready();

    const { paths } = buildOpenApi(service) as unknown as {
      paths: Record<
        string,
        Record<string, { parameters?: { name: string; in: string }[]; responses: object }>
      >;
    };

    await service.close();
    const faults = Object.entries(paths).flatMap(([path, operations]) =>
      Object.values(operations).flatMap(({ parameters = [], responses }) => {
        const declared = parameters.filter((parameter) => parameter.in === 'path');
        const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        const isWhole =
          declared.map(({ name }) => name).join() === named.join() &&
          Object.keys(responses).some((status) => status.startsWith('2'));
        return isWhole ? [] : [path];
      }),
    );
    expect(faults).toEqual([]);
  });
});
