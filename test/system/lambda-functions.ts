// Functions as they are deployed: bundled into a folder of the test's own, each in a process of its own.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { type BuiltBundle, buildBundle } from '../../infra/lambda/build-bundle.ts';
import { lambdaBundles } from '../../infra/lambda/lambda-bundles.ts';
import { rootFolder } from '../house/read-source-files.ts';
import { functionUrlEvent } from '../runtime/lambda/events.ts';
import {
  type FunctionOptions,
  type RunningFunction,
  startFunction,
} from '../runtime/lambda/start-function.ts';

/** Bundles, and the functions that were started from them. */
export class LambdaFunctions {
  readonly #directory: string;
  readonly #bundles: ReadonlyMap<string, BuiltBundle>;
  readonly #running: RunningFunction[] = [];

  private constructor(directory: string, bundles: readonly BuiltBundle[]) {
    this.#directory = directory;
    this.#bundles = new Map(bundles.map((bundle) => [bundle.name, bundle]));
  }

  /** Bundles the named functions. */
  static async build(names: readonly string[]): Promise<LambdaFunctions> {
    const directory = await mkdtemp(join(tmpdir(), 'marque-lambda-'));
    const wanted = lambdaBundles.filter(({ name }) => names.includes(name));
    const built: BuiltBundle[] = [];
    for (const bundle of wanted) {
      built.push(await buildBundle(bundle, rootFolder, join(directory, 'bundles')));
    }
    return new LambdaFunctions(directory, built);
  }

  get bundles(): readonly BuiltBundle[] {
    return [...this.#bundles.values()];
  }

  directoryOf(name: string): string {
    return this.#bundles.get(name)?.directory ?? '';
  }

  /** Starts a function; upstreams that are not named are where nobody answers. */
  async start(
    name: string,
    environment: Readonly<Record<string, string>> = {},
    command?: FunctionOptions['command'],
  ): Promise<RunningFunction> {
    const running = await startFunction({
      directory: this.directoryOf(name),
      environment: {
        ...nowhere,
        MARQUE_DATA_DIR: join(this.#directory, `data-${this.#running.length}`),
        ...environment,
      },
      ...(command ? { command } : {}),
    });
    this.#running.push(running);
    return running;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map((running) => running.stop()));
    await rm(this.#directory, { recursive: true, force: true });
  }
}

const nowhere = Object.fromEntries(
  ['VEHICLE', 'OPTIONS', 'PRICING', 'MAINTENANCE'].flatMap((team) => [
    [`MARQUE_${team}_SUBGRAPH_URL`, 'http://127.0.0.1:1/graphql'],
    [`MARQUE_${team}_API_URL`, 'http://127.0.0.1:1'],
  ]),
);

/** Puts a function behind HTTP, as its function URL would. */
export async function serveFunctionUrl(
  lambda: RunningFunction,
): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    void (async () => {
      const [path = '/', query = ''] = (request.url ?? '/').split('?');
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
      const body = await text(request);
      const { value } = await lambda.invoke(
        functionUrlEvent({
          method: request.method ?? 'GET',
          path,
          query,
          headers: Object.fromEntries(headers) as Record<string, string>,
          ...(body === '' ? {} : { body }),
        }),
      );
      response.writeHead(value.statusCode, { ...value.headers });
      response.end(Buffer.from(value.body, value.isBase64Encoded ? 'base64' : 'utf8'));
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
