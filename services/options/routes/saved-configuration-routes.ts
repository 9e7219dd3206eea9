// Configurations saved under a code that people can read out.
import { Type } from 'typebox';

import { immutable } from '../../server/caching.ts';
import { idempotencyHeaders } from '../../server/idempotency.ts';
import { notFound } from '../../server/problem.ts';
import type { Service } from '../../server/service.ts';
import type { OptionsStore, SavedRow } from '../options-store.ts';
import { drawSavedCode, savedCodePattern } from '../saved-code.ts';
import { savedConfiguration, savedConfigurationInput } from '../schemas.ts';
import type { OptionsRouteOptions } from './route-options.ts';

const maxDraws = 5;

/** Adds the routes below `/v1/saved-configurations`. */
export function registerSavedConfigurationRoutes(
  service: Service,
  options: OptionsRouteOptions,
): void {
  const { store, writes, configurations, clock, randomBytes } = options;
  service.post(
    '/v1/saved-configurations',
    {
      schema: {
        headers: idempotencyHeaders,
        body: savedConfigurationInput,
        response: { 201: savedConfiguration },
      },
    },
    (request, reply) =>
      writes.answer(request, reply, () => {
        const { configurationId, name } = request.body;
        const saved = configurations.read(configurationId);
        const row = saveUnderNewCode(store, () => ({
          code: drawSavedCode(randomBytes),
          name,
          savedAt: new Date(clock.nowMs()).toISOString(),
          configurationId,
        }));
        return {
          status: 201,
          body: { code: row.code, name, savedAt: row.savedAt, configuration: saved },
        };
      }),
  );
  service.get(
    '/v1/saved-configurations/:code',
    {
      schema: {
        params: Type.Object({ code: Type.String({ pattern: savedCodePattern }) }),
        response: { 200: savedConfiguration },
      },
      config: immutable,
    },
    ({ params }) => {
      const row = store.findSaved(params.code);
      if (!row) throw notFound('saved configuration');
      const { code, name, savedAt, configurationId } = row;
      return { code, name, savedAt, configuration: configurations.read(configurationId) };
    },
  );
}

function saveUnderNewCode(store: OptionsStore, draw: () => SavedRow): SavedRow {
  for (let draws = 0; draws < maxDraws; draws += 1) {
    const row = draw();
    if (store.save(row)) return row;
  }
  throw new Error(`No free code in ${maxDraws} draws; the source of randomness repeats itself.`);
}
