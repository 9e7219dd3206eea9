// The whole stack in this process, with a recording proxy before each REST service: what the system tests run against.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { importJWK, SignJWT, type JWK } from 'jose';
import { afterAll, beforeAll, expect } from 'vitest';

import { prepareGatewayKeys } from '../../infra/local/gateway-keys.ts';
import { createInProcessLauncher } from '../../infra/local/launch-in-process.ts';
import { type LocalStack, startLocalStack } from '../../infra/local/local-stack.ts';
import { localParts } from '../../infra/local/local-parts.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import type { LaunchPart } from '../../infra/local/part-definition.ts';
import type { Environment } from '../../runtime/configuration.ts';
import { silentLog } from '../../runtime/log.ts';
import type { RunningPart } from '../../runtime/part.ts';
import { prepareDeveloperIdentity } from '../../infra/local/developer-identity.ts';
import {
  startRecordingProxy,
  type RecordedRequest,
  type RecordingProxy,
} from './recording-proxy.ts';
import type { SentAnswer } from '../oracle/find-deviation.ts';
import type { Row } from './row-selection.ts';

/** The four REST services. */
export type ServiceName = 'vehicle' | 'options' | 'pricing' | 'maintenance';
const serviceNames: readonly ServiceName[] = ['vehicle', 'options', 'pricing', 'maintenance'];

/** What `MARQUE_ENGINE` may be; whatever an operation answers, both answer. */
export const engineNames = ['compiled', 'reference'] as const;

/** What came back over HTTP. */
export interface GraphAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Row;
  readonly errors: readonly GraphError[] | undefined;
  /** Requests that reached the REST services, seen on the wire. */
  readonly restCallCount: number;
  readonly extensions: Row;
  /** All of it, as it was sent. */
  readonly body: SentAnswer;
}

/** An error of the answer. */
export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Who asks, and what is to be other than by default. */
export interface StackOptions {
  readonly subject?: string;
  /** Separated by blanks. */
  readonly scopes?: string;
  /** Settings of subgraphs and gateway. By default the REST cache is too small for any entry. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** By default every part runs in this process. */
  readonly launch?: LaunchPart;
}

/** What graphs over the same services have in common. */
interface Foundation {
  readonly environment: Environment;
  readonly launch: LaunchPart;
  readonly clock: Clock;
  readonly serviceUrls: ReadonlyMap<ServiceName, string>;
  readonly proxies: ReadonlyMap<ServiceName, RecordingProxy>;
  readonly headers: Readonly<Record<string, string>>;
}

const issuer = { issuer: 'test-issuer', audience: 'marque' };

/** The started stack. */
export class StackUnderTest {
  readonly url: string;
  /** Of the gateway's port for operators. */
  readonly adminUrl: string;
  /** Today's date, the default price date. */
  readonly today = new Date().toISOString().slice(0, 10);
  readonly #parts: Map<string, RunningPart>;
  readonly #environment: Environment;
  readonly #foundation: Foundation;

  constructor(foundation: Foundation, graph: LocalStack, services?: LocalStack) {
    this.url = graph.url;
    this.adminUrl = graph.adminUrl ?? '';
    this.#parts = new Map([...(services?.parts ?? []), ...graph.parts]);
    this.#environment = graph.environment;
    this.#foundation = foundation;
  }

  /** Where the services keep their databases. */
  get dataDirectory(): string {
    return this.#foundation.environment['MARQUE_DATA_DIR'] ?? '';
  }

  get callerHeaders(): Readonly<Record<string, string>> {
    return this.#foundation.headers;
  }

  /** What nobody outside may hear of: where subgraphs, services and their proxies listen. */
  get internalHosts(): readonly string[] {
    const parts = [...this.#parts.values()].map(({ url }) => url);
    const proxies = [...this.#foundation.proxies.values()].map(({ url }) => url);
    return [...parts, ...proxies].filter((url) => url !== this.url).map((url) => new URL(url).host);
  }

  /** Subgraphs and a gateway more over the same services; to be stopped before this one. */
  async startTwin(variables: Environment = {}): Promise<StackUnderTest> {
    return new StackUnderTest(this.#foundation, await startGraph(this.#foundation, variables));
  }

  /** Runs one of the documents of test/operations and checks that the reported cost is the real one. */
  async run(name: string, variables: unknown): Promise<GraphAnswer> {
    const answer = await this.query(await readOperation(name), variables);
    expect(reportedRestCalls(answer)).toBe(answer.restCallCount);
    return answer;
  }

  /** Posts a document as a client would. A header that is set to nothing is left out. */
  async query(
    document: string,
    variables: unknown = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<GraphAnswer> {
    for (const proxy of this.#foundation.proxies.values()) proxy.clear();
    const sent = { 'content-type': 'application/json', ...this.#foundation.headers, ...headers };
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: Object.entries(sent).filter(([, value]) => value !== ''),
      body: JSON.stringify({ query: document, variables }),
    });
    const body = (await response.json()) as Row;
    return {
      status: response.status,
      headers: response.headers,
      data: (body['data'] ?? {}) as Row,
      errors: body['errors'] as readonly GraphError[] | undefined,
      extensions: (body['extensions'] ?? {}) as Row,
      body,
      restCallCount: this.requests().length,
    };
  }

  /** What reached the REST services since the last query began. */
  requests(): readonly RecordedRequest[] {
    return [...this.#foundation.proxies.values()].flatMap((proxy) => proxy.requests);
  }

  /** Where a service itself listens. */
  serviceUrl(service: ServiceName): string {
    return this.#foundation.serviceUrls.get(service) ?? '';
  }

  /** Puts headers into the answers of a service, until they are taken back by none. */
  overrideHeaders(service: ServiceName, headers: Readonly<Record<string, string>>): void {
    this.#foundation.proxies.get(service)?.overrideHeaders(headers);
  }

  async stopPart(name: string): Promise<void> {
    await this.#find(name).stop();
  }

  /** Starts a stopped part again, where it was. */
  async startPart(name: string): Promise<void> {
    const definition = localParts.find((part) => part.name === name);
    if (!definition) throw new Error(`no part ${name}`);
    const { port } = new URL(this.#find(name).url);
    const environment = { ...this.#environment, [definition.portVariable]: port };
    this.#parts.set(name, await this.#foundation.launch(definition, environment));
  }

  /** Stops the gateway first. */
  async stop(): Promise<void> {
    for (const part of [...this.#parts.values()].toReversed()) await part.stop();
  }

  #find(name: string): RunningPart {
    const part = this.#parts.get(name);
    if (!part) throw new Error(`no part ${name}: ${[...this.#parts.keys()].join(', ')}`);
    return part;
  }

  /** Reads a batch or a page of a service directly, past the proxy. */
  async getRows(service: ServiceName, path: string): Promise<{ items: readonly Row[] } & Row> {
    return (await this.getRow(service, path)) as { items: readonly Row[] } & Row;
  }

  /** The only row of a batch. */
  async getOne<Shape extends Row = Row>(service: ServiceName, path: string): Promise<Shape> {
    const { items } = await this.getRows(service, path);
    expect(items, path).toHaveLength(1);
    return items[0] as Shape;
  }

  async getRow(service: ServiceName, path: string): Promise<Row> {
    return await this.#fetchJson(service, path, {});
  }

  async postRows(
    service: ServiceName,
    path: string,
    body: unknown,
  ): Promise<{ items: readonly Row[] }> {
    return (await this.#fetchJson(service, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })) as unknown as { items: readonly Row[] };
  }

  async #fetchJson(service: ServiceName, path: string, init: RequestInit): Promise<Row> {
    const withDimensions = new URL(path, this.#foundation.serviceUrls.get(service));
    if (!withDimensions.searchParams.has('language')) {
      withDimensions.searchParams.set('language', 'de');
    }
    const response = await fetch(withDimensions, init);
    const body = (await response.json()) as Row;
    expect(response.ok, `${path}: ${JSON.stringify(body).slice(0, 400)}`).toBe(true);
    return body;
  }
}

/** Starts the stack before the tests of a file and stops it after them. */
export function useStack(options?: StackOptions): StackUnderTest {
  let started: StartedStack | undefined;
  beforeAll(async () => {
    started = await startStackUnderTest(options);
  });
  afterAll(async () => {
    await started?.stop();
  });
  return new Proxy({} as StackUnderTest, {
    get: (_target, name) => {
      const stack = started?.stack;
      if (!stack) throw new Error('the stack runs only within tests');
      const value: unknown = Reflect.get(stack, name, stack);
      return typeof value === 'function' ? value.bind(stack) : value;
    },
  });
}

/** The stack and its end. */
export interface StartedStack {
  readonly stack: StackUnderTest;
  stop(): Promise<void>;
}

/** Starts services, proxies and a graph over them. */
export async function startStackUnderTest(options: StackOptions = {}): Promise<StartedStack> {
  const directory = await mkdtemp(join(tmpdir(), 'marque-'));
  const { clock = systemClock, variables = {} } = options;
  const { launch = createInProcessLauncher({ clock, log: silentLog }) } = options;
  const identity = await prepareDeveloperIdentity({ directory, clock, ...issuer });
  const environment: Record<string, string> = {
    MARQUE_ENVIRONMENT: 'local',
    MARQUE_PORT: '0',
    MARQUE_ADMIN_PORT: '0',
    MARQUE_DATA_DIR: directory,
    // Too small for any entry: every budget counts from empty caches.
    MARQUE_SUBGRAPH_CACHE_SIZE: '1b',
    MARQUE_JWKS_FILE: identity.jwksFile,
    MARQUE_DEVELOPER_TOKEN_FILE: identity.tokenFile,
    ...(await prepareGatewayKeys(directory)),
    MARQUE_TOKEN_ISSUER: issuer.issuer,
    MARQUE_TOKEN_AUDIENCE: issuer.audience,
    ...variables,
  };

  const parts = localParts.filter((part) => part.tier === 'service');
  const services = await startLocalStack({ parts, environment, launch, clock });
  const proxies = new Map<ServiceName, RecordingProxy>();
  const serviceUrls = new Map<ServiceName, string>();
  for (const name of serviceNames) {
    const url = services.parts.get(`${name} service`)?.url ?? '';
    const proxy = await startRecordingProxy(url);
    serviceUrls.set(name, url);
    proxies.set(name, proxy);
    environment[`MARQUE_${name.toUpperCase()}_API_URL`] = proxy.url;
  }
  const headers = await describeCaller(options, join(directory, 'private-key.json'));
  const foundation = { environment, launch, clock, serviceUrls, proxies, headers };
  const stack = new StackUnderTest(foundation, await startGraph(foundation), services);
  return {
    stack,
    stop: async () => {
      await stack.stop();
      await Promise.all([...proxies.values()].map((proxy) => proxy.stop()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Subgraphs and a gateway over services that run. */
async function startGraph(
  { environment, launch, clock }: Foundation,
  variables: Environment = {},
): Promise<LocalStack> {
  const settings = { ...environment, ...variables };
  return startLocalStack({ parts: localParts, environment: settings, launch, clock });
}

/** A German caller; with a token of the stack's own issuer where it has a subject. */
async function describeCaller(
  { subject, scopes = '' }: StackOptions,
  keyFile: string,
): Promise<Record<string, string>> {
  const headers = { 'x-marque-language': 'de' };
  if (subject === undefined) return headers;
  const key = JSON.parse(await readFile(keyFile, 'utf8')) as JWK;
  const token = await new SignJWT({ scope: scopes })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'local-1' })
    .setSubject(subject)
    .setIssuer(issuer.issuer)
    .setAudience(issuer.audience)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(await importJWK(key, 'EdDSA'));
  return { ...headers, authorization: `Bearer ${token}` };
}

/** A document of test/operations. */
export async function readOperation(name: string): Promise<string> {
  return await readFile(
    new URL(`../../schema/operations/${name}.graphql`, import.meta.url),
    'utf8',
  );
}

function reportedRestCalls(answer: GraphAnswer): number {
  const cost = answer.extensions['marque'] as { restCalls?: readonly { count: number }[] };
  return (cost.restCalls ?? []).reduce((sum, call) => sum + call.count, 0);
}
