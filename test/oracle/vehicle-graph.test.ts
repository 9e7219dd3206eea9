// The project's own graph: what the gateway answers over its subgraphs is what their resolvers answer
// as one service, field by field.
import { readdir, readFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { sample } from '../system/samples.ts';
import { readOperation, useStack } from '../system/stack-under-test.ts';
import { compareOperations, countOperations, firstSeed, printLine } from './compare-operations.ts';
import { findDeviation } from './find-deviation.ts';
import { everyShape } from './random-operation.ts';
import { createVehicleMonolith, type VehicleMonolith } from './vehicle-monolith.ts';
import { loadVehicleTeams, type VehicleTeams } from './vehicle-teams.ts';

const scopes = 'vehicle:read service:write dealer:internal';
const known = [
  sample.market,
  'US',
  sample.brand,
  ...sample.compared,
  sample.vin,
  sample.usVin,
  sample.dealer,
  'nothing',
];
const folder = new URL('../../schema/operations/', import.meta.url);
const files = await readdir(folder);
const names = files
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.replace('.graphql', ''));

describe('the graph of vehicles', () => {
  const stack = useStack({
    subject: sample.owner,
    scopes,
    variables: { MARQUE_ENGINE: 'compiled', MARQUE_SUBGRAPH_CACHE_SIZE: '64mb' },
  });
  let vehicleTeams: VehicleTeams;
  let monolith: VehicleMonolith;
  beforeAll(async () => {
    vehicleTeams = await loadVehicleTeams((service) => stack.serviceUrl(service), {
      'x-marque-language': 'de',
      'x-marque-market': sample.market,
      'x-marque-subject': sample.owner,
      'x-marque-scopes': scopes,
    });
    const supergraph = new URL('../../schema/supergraph.graphql', import.meta.url);
    monolith = createVehicleMonolith(await readFile(supergraph, 'utf8'), vehicleTeams.teams);
  });
  afterAll(() => vehicleTeams.close());

  const askGateway = async (query: string, variables: Readonly<Record<string, unknown>> = {}) => {
    const { body } = await stack.query(query, variables, { 'x-marque-market': sample.market });
    return body;
  };

  it.each(names)('answers the example operation %s', async (name) => {
    const query = await readOperation(name);
    const file = `${name}.variables.json`;
    const variables = files.includes(file)
      ? (JSON.parse(await readFile(new URL(file, folder), 'utf8')) as Record<string, unknown>)
      : {};

    const ours = await askGateway(query, variables);
    const right = await monolith.answer(query, variables);

    expect(findDeviation(ours, right)).toBeUndefined();
    expect(ours.errors).toBeUndefined();
  });

  it('answers random operations as the monolith does', async () => {
    const operations = countOperations(50);
    const seed = firstSeed();

    const report = await compareOperations({
      name: 'vehicles',
      oracle: { monolith, askGateway },
      known,
      shape: { ...everyShape, maxDepth: 4 },
      operations,
      seed,
      isShrinkable: true,
      hasWrites: false,
    });

    printLine(`vehicles: seeds ${seed} to ${seed + operations - 1}`);
    expect(report).toBeUndefined();
  });
});
