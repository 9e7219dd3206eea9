// Configurations: the first one, by id, checked, changed.
import { Type } from 'typebox';

import { collectBatch, parseIds } from '../../server/batch.ts';
import { immutable, publicFor } from '../../server/caching.ts';
import { calculateEach, calculationsOf } from '../../server/calculations.ts';
import { ServiceProblem } from '../../server/problem.ts';
import { batchOf, dimensions, idPattern, idsParameter } from '../../server/schemas.ts';
import type { Service } from '../../server/service.ts';
import { parseConfigurationId } from '../configuration-id.ts';
import type { Configuration, Configurations } from '../configurations.ts';
import {
  buildability,
  configuration,
  configurationChange,
  configurationChangeInput,
  initialConfiguration,
} from '../schemas.ts';
import {
  dayOf,
  findModelOrNone,
  languagesOf,
  type OptionsRouteOptions,
  requireModel,
} from './route-options.ts';

const cached = publicFor(3_600);
const market = Type.String({ pattern: '^[A-Z]{2}$' });

/** Adds the routes that read, check and change configurations. */
export function registerConfigurationRoutes(service: Service, options: OptionsRouteOptions): void {
  registerReads(service, options);
  registerBuildability(service, options);
  registerChanges(service, options);
}

function registerReads(service: Service, options: OptionsRouteOptions): void {
  const { configurations } = options;
  service.get(
    '/v1/initial-configurations/batch',
    {
      schema: {
        querystring: Type.Object({ ids: idsParameter, ...dimensions, market }),
        response: { 200: batchOf(initialConfiguration) },
      },
      config: cached,
    },
    ({ query }) =>
      collectBatch(parseIds(query.ids), (variantId) => {
        const model = findModelOrNone(options, variantId, query.market);
        return (
          model && {
            variantId,
            market: query.market,
            configuration: configurations.initial(model),
          }
        );
      }),
  );
  service.get(
    '/v1/configurations/batch',
    {
      schema: {
        querystring: Type.Object({ ids: idsParameter, ...dimensions }),
        response: { 200: batchOf(configuration) },
      },
      config: immutable,
    },
    ({ query }, reply) => {
      const batch = collectBatch(parseIds(query.ids), (id) => findOrNone(configurations, id));
      // What is not there today may be tomorrow.
      if (batch.notFound.length > 0) {
        void reply.header('cache-control', cached.cacheControl);
      }
      return batch;
    },
  );
  service.get(
    '/v1/configurations/:id',
    {
      schema: {
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object(dimensions),
        response: { 200: configuration },
      },
      config: immutable,
    },
    ({ params }) => configurations.read(params.id),
  );
}

function registerBuildability(service: Service, options: OptionsRouteOptions): void {
  service.get(
    '/v1/buildability',
    {
      schema: {
        querystring: Type.Object({
          ...dimensions,
          variant: Type.String({ pattern: idPattern }),
          market,
          codes: Type.Optional(
            Type.String({
              maxLength: 4_000,
              pattern: '^([A-Za-z0-9]{1,12}(,[A-Za-z0-9]{1,12}){0,399})?$',
            }),
          ),
        }),
        response: { 200: buildability },
      },
      config: cached,
    },
    ({ query }) => {
      const model = requireModel(options, query.variant, query.market);
      const codes = (query.codes ?? '').split(',').filter((code) => code !== '');
      return options.configurations.check(model, codes, languagesOf(options, query));
    },
  );
}

function registerChanges(service: Service, options: OptionsRouteOptions): void {
  service.post(
    '/v1/configuration-changes',
    {
      schema: {
        querystring: Type.Object(dimensions),
        body: Type.Object({ items: Type.Array(configurationChangeInput, { maxItems: 20 }) }),
        response: { 200: calculationsOf(configurationChange) },
      },
    },
    ({ body, query }) =>
      calculateEach(
        body.items,
        ({ configurationId }) => configurationId,
        (input) => {
          const key = parseConfigurationId(input.configurationId);
          const languages = languagesOf(options, { ...query, ...(key && { market: key.market }) });
          return options.configurations.change(input, {
            at: dayOf(options, query.at),
            languages,
          });
        },
      ),
  );
}

function findOrNone(configurations: Configurations, id: string): Configuration | undefined {
  try {
    return configurations.read(id);
  } catch (error) {
    if (error instanceof ServiceProblem) return undefined;
    throw error;
  }
}
