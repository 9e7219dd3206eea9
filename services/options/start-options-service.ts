// Starts the options service on the committed catalogue.
import { randomBytes } from 'node:crypto';

import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { RunningPart } from '../../runtime/part.ts';
import { loadTables } from '../server/load-tables.ts';
import { startService } from '../server/start-service.ts';
import { type OptionsServiceConfig, optionsServicePortVariable } from './config.ts';
import { createOptionsService } from './create-options-service.ts';
import type { OptionsTables } from './options-store.ts';

/** Loads the catalogue, seeds the database if need be, and listens. */
export async function startOptionsService(
  config: OptionsServiceConfig,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
): Promise<RunningPart> {
  const tables = await loadOptionsTables();
  const service = await createOptionsService({ config, tables, log, clock, randomBytes });
  return startService({
    name: 'options-api',
    service,
    config,
    clock,
    portVariable: optionsServicePortVariable,
  });
}

/** Reads the tables of the catalogue that this service answers from. */
export function loadOptionsTables(): Promise<OptionsTables> {
  return loadTables([
    'markets',
    'modelSeries',
    'engines',
    'variants',
    'optionFamilies',
    'items',
    'standardEquipment',
    'rules',
    'priceLists',
    'itemPrices',
  ]);
}
