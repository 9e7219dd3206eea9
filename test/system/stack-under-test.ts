// The whole stack in this process, with a recording proxy before each REST service: what the system tests run against.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect } from 'vitest';

import { createMemoryStore } from '../../cache/memory-store.ts';
import { createInProcessLauncher } from '../../infra/local/launch-in-process.ts';
import { startLocalStack, type LocalStack } from '../../infra/local/local-stack.ts';
import { localParts } from '../../infra/local/local-parts.ts';
import { systemClock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import type { RunningPart } from '../../runtime/part.ts';
import { prepareDeveloperIdentity } from '../../infra/local/developer-identity.ts';
import { startRecordingProxy, type RecordedRequest, type RecordingProxy } from './recording-proxy.ts';
import type { Row } from './row-selection.ts';

/** The four REST services. */
export type ServiceName = 'vehicle' | 'options' | 'pricing' | 'maintenance';
const serviceNames: readonly ServiceName[] = ['vehicle', 'options', 'pricing', 'maintenance'];

/** What came back over HTTP. */
export interface GraphAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Row;
  readonly errors: readonly GraphError[] | undefined;
  /** Requests that reached the REST services, seen on the wire. */
  readonly restCallCount: number;
  readonly extensions: Row;
}

/** An error of the answer. */
export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Who asks. */
export interface Caller {
  readonly subject?: string;
  /** Separated by blanks. */
  readonly scopes?: string;
}

/** The started stack. */
export class StackUnderTest {
  readonly url: string;
  /** Today's date, the default price date. */
  readonly today = new Date().toISOString().slice(0, 10);
  readonly #local: LocalStack;
  readonly #serviceUrls: ReadonlyMap<ServiceName, string>;
  readonly #proxies: ReadonlyMap<ServiceName, RecordingProxy>;
  readonly #emptyCaches: () => Promise<void>;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(options: {
    local: LocalStack;
    serviceUrls: ReadonlyMap<ServiceName, string>;
    proxies: ReadonlyMap<ServiceName, RecordingProxy>;
    emptyCaches: () => Promise<void>;
    headers: Readonly<Record<string, string>>;
  }) {
    this.url = options.local.url;
    this.#local = options.local;
    this.#serviceUrls = options.serviceUrls;
    this.#proxies = options.proxies;
    this.#emptyCaches = options.emptyCaches;
    this.#headers = options.headers;
  }

  /** Runs one of the documents of test/operations with empty caches, and checks that the reported cost is the real one. */
  async run(name: string, variables: unknown): Promise<GraphAnswer> {
    const file = new URL(`../operations/${name}.graphql`, import.meta.url);
    await this.#emptyCaches();
    const answer = await this.query(await readFile(file, 'utf8'), variables);
    expect(reportedRestCalls(answer)).toBe(answer.restCallCount);
    return answer;
  }

  /** Posts a document as a client would. */
  async query(
    document: string,
    variables: unknown = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<GraphAnswer> {
    for (const proxy of this.#proxies.values()) proxy.clear();
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.#headers, ...headers },
      body: JSON.stringify({ query: document, variables }),
    });
    const body = (await response.json()) as Row;
    return {
      status: response.status,
      headers: response.headers,
      data: (body['data'] ?? {}) as Row,
      errors: body['errors'] as readonly GraphError[] | undefined,
      extensions: (body['extensions'] ?? {}) as Row,
      restCallCount: this.requests().length,
    };
  }

  /** What reached the REST services since the last query began. */
  requests(): readonly RecordedRequest[] {
    return [...this.#proxies.values()].flatMap((proxy) => proxy.requests);
  }

  part(name: string): RunningPart {
    const part = this.#local.parts.get(name);
    if (!part) throw new Error(`no part ${name}: ${[...this.#local.parts.keys()].join(', ')}`);
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
    const withDimensions = new URL(path, this.#serviceUrls.get(service));
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
export function useStack(caller?: Caller): StackUnderTest {
  let started: StartedStack | undefined;
  beforeAll(async () => {
    started = await startStackUnderTest(caller);
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

interface StartedStack {
  readonly stack: StackUnderTest;
  stop(): Promise<void>;
}

async function startStackUnderTest(caller: Caller = {}): Promise<StartedStack> {
  const directory = await mkdtemp(join(tmpdir(), 'marque-'));
  const metrics = { count: () => undefined };
  const cache = createMemoryStore({ clock: systemClock, metrics });
  return undefined as never;
}

function reportedRestCalls(answer: GraphAnswer): number {
  const cost = answer.extensions['marque'] as { restCalls?: readonly { count: number }[] };
  return (cost.restCalls ?? []).reduce((sum, call) => sum + call.count, 0);
}
