// Asks each operation of the served OpenAPI documents: the answer fits, is revalidated, and is written once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type RunningServices, serviceNames, startServices } from './running-services.ts';
import { calculations, sampleReads, type SampleWrite, vin, writes } from './sample-requests.ts';

// A wart of the landscape: taxes cannot be revalidated.
const withoutETag = ['/v1/taxes'];
// Well-formed all the same; the VIN is another maker's.
const unknownInPath: Readonly<Record<string, string>> = {
  id: 'bmw-none~DE~c1~NONE',
  vin: '1HGCM82633A004352',
  currency: 'XXX',
  code: '22222222',
};

let services: RunningServices;

beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());

describe.each(serviceNames)('each read of the %s service', (name) => {
  const samples = () => sampleReads(name, services.contracts[name]);

  it('answers data as its document says', async () => {
    const contract = services.contracts[name];

    for (const { operation, pathAndQuery } of await samples()) {
      const body = await contract.get(operation.path, pathAndQuery);

      const { items = [body], notFound = [] } = body;
      expect([pathAndQuery, items]).not.toEqual([pathAndQuery, []]);
      expect([pathAndQuery, notFound]).toEqual([pathAndQuery, []]);
    }
  });

  it('answers 304 without a body to the ETag it gave, and anew to any other', async () => {
    const contract = services.contracts[name];
    const without: string[] = [];

    for (const { operation, pathAndQuery } of await samples()) {
      const ask = (tag: string) =>
        contract.ask(operation, { pathAndQuery, headers: { 'if-none-match': tag } });
      const other = await ask('"other"');
      const tag = other.headers.get('etag') ?? '*';
      const same = await ask(tag);

      if (tag === '*') without.push(operation.path);
      expect([pathAndQuery, other.status]).toEqual([pathAndQuery, 200]);
      expect([pathAndQuery, other.headers.get('cache-control')]).toEqual([
        pathAndQuery,
        expect.stringMatching(/^(public|private), max-age=[1-9]/),
      ]);
      expect([pathAndQuery, same.status]).toEqual([pathAndQuery, tag === '*' ? 200 : 304]);
      for (const header of ['etag', 'cache-control']) {
        expect([pathAndQuery, same.headers.get(header)]).toEqual([
          pathAndQuery,
          other.headers.get(header),
        ]);
      }
    }

    expect(without).toEqual(name === 'pricing' ? withoutETag : []);
  });

  it('answers a declared problem where the path names what is not there', async () => {
    const contract = services.contracts[name];

    const single = contract.operations.filter(
      ({ method, path }) => method === 'get' && path.includes('{'),
    );

    for (const operation of single) {
      const path = operation.path.replace(
        /\{(\w+)\}/,
        (_, parameter: string) => unknownInPath[parameter] ?? '',
      );
      const { status } = await contract.ask(operation, { pathAndQuery: `${path}?market=DE` });
      expect([path, status]).toEqual([path, 404]);
    }
  });
});

describe.each(serviceNames)('each calculation of the %s service', (name) => {
  it('answers what can be computed and what cannot as its document says', async () => {
    const contract = services.contracts[name];

    for (const [path, items] of Object.entries(calculations[name])) {
      const answer = await contract.post(path, { items });

      expect([path, answer]).toEqual([
        path,
        { items: [expect.any(Object)], failures: [expect.any(Object)] },
      ]);
    }
  });

  it('has a sample, as each write has', () => {
    const declared = services.contracts[name].operations.filter(({ method }) => method !== 'get');

    const sampled = writes.filter(({ service }) => service === name);
    expect(declared.map(({ path }) => path).toSorted()).toEqual(
      [
        ...Object.keys(calculations[name]),
        ...sampled.map(({ operation }) => operation.path),
      ].toSorted(),
    );
  });
});

describe('each write', () => {
  const send = ({ service, operation, request }: SampleWrite, key: string) =>
    services.contracts[service].ask(operation, {
      ...request,
      headers: { 'idempotency-key': key },
    });
  const countServices = async () => {
    const path = '/v1/service-history';
    return Number((await services.contracts.maintenance.get(path, `${path}?vin=${vin}`))['total']);
  };

  it.each(writes.map((write) => [write.operation.path, write] as const))(
    'to %s is done once for equal keys at the same time, and all get its answer',
    async (path, write) => {
      const before = await countServices();

      const answers = await Promise.all(
        Array.from({ length: 8 }, () => send(write, 'same-moment')),
      );

      const fresh = answers.filter(({ headers }) => !headers.has('idempotency-replayed'));
      expect(fresh).toHaveLength(1);
      expect(fresh[0]?.status).toBe(path === '/v1/vehicles/{vin}/mileage' ? 200 : 201);
      for (const { status, body } of answers) {
        expect({ status, body }).toEqual({ status: fresh[0]?.status, body: fresh[0]?.body });
      }
      expect((await countServices()) - before).toBe(path === '/v1/service-records' ? 1 : 0);
    },
  );

  it('makes the ETags of what it changes outdated', async () => {
    const reads = [
      ['vehicle', '/v1/vehicles/{vin}', `/v1/vehicles/${vin}`],
      ['maintenance', '/v1/service-history', `/v1/service-history?vin=${vin}`],
    ] as const;
    const readAll = (tags: readonly string[]) =>
      Promise.all(
        reads.map(([service, path, pathAndQuery], index) => {
          const headers = { 'if-none-match': tags[index] ?? '"none"' };
          return services.contracts[service].ask(
            { method: 'get', path },
            { pathAndQuery, headers },
          );
        }),
      );
    const before = (await readAll([])).map(({ headers }) => headers.get('etag') ?? '');
    const unchanged = await readAll(before);

    const written = await Promise.all(
      writes.map(({ request, ...write }) => {
        const body = { ...request.body, mileageKm: 31_000, name: 'Changed' };
        return send({ ...write, request: { ...request, body } }, 'changes-the-rows');
      }),
    );

    const changed = await readAll(before);
    expect(written.map(({ status }) => status)).toEqual([200, 201, 201]);
    expect(unchanged.map(({ status }) => status)).toEqual([304, 304]);
    expect(changed.map(({ status }) => status)).toEqual([200, 200]);
  });

  it.each(writes.map((write) => [write.operation.path, write] as const))(
    'to %s answers a declared problem where it is refused',
    async (_path, write) => {
      const withoutKey = await services.contracts[write.service].ask(
        write.operation,
        write.request,
      );
      const withoutBody = await send(
        { ...write, request: { ...write.request, body: {} } },
        'no-body-at-all',
      );

      expect(withoutKey).toMatchObject({
        status: 400,
        body: { code: 'IDEMPOTENCY_KEY_REQUIRED' },
      });
      expect(withoutBody).toMatchObject({ status: 400, body: { code: 'INVALID_PARAMETER' } });
    },
  );
});
