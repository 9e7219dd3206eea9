// Serving the explorer: who gets the page, how long files are kept, who gets the developer's token.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { parseGatewayConfig } from '../../../gateway/config.ts';
import { explorerPolicy } from '../../../gateway/http/explorer-page.ts';
import { createTestGateway } from '../test-graph.ts';

const script = `console.log(${JSON.stringify('x'.repeat(2_000))})`;
const page = '<!doctype html><meta name="marque-sign-in" content="none" /><title>t</title>';
const local = { MARQUE_ENVIRONMENT: 'local' };
const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const ownPage = { 'sec-fetch-site': 'same-origin' };

describe('the explorer over HTTP', () => {
  let directory: string;
  let tokenFile: string;
  let stop: (() => Promise<void>) | undefined;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'marque-web-'));
    tokenFile = join(directory, 'token');
    await mkdir(join(directory, 'assets'));
    await writeFile(join(directory, 'index.html'), page);
    await writeFile(join(directory, 'assets/index-abc.js'), script);
    await writeFile(join(directory, 'assets/index-abc.js.gz'), gzipSync(script));
    await writeFile(tokenFile, 'the.developers.token\n');
  });
  afterEach(async () => {
    await stop?.();
    stop = undefined;
    await rm(directory, { recursive: true });
  });

  /** Starts a gateway and gives its URL. */
  const start = async (env: Record<string, string> = local): Promise<string> => {
    const gateway = createTestGateway({
      env,
      explorerDirectory: directory,
      subgraphs: ['vehicle', 'pricing', 'maintenance'].map((name) => ({
        name,
        url: 'http://127.0.0.1:9/graphql',
        sdl: 'type Query { x: Int }',
      })),
    });
    stop = () => gateway.stop();
    return (await gateway.start()).url;
  };
  const withToken = () => start({ ...local, MARQUE_DEVELOPER_TOKEN_FILE: tokenFile });

  it('gives browsers the page under a strict policy, and others JSON', async () => {
    const url = await start();

    const forBrowser = await fetch(url, { headers: html });
    const forOthers = await fetch(url);

    expect(forBrowser.status).toBe(200);
    expect(await forBrowser.text()).toBe(page);
    expect(Object.fromEntries(forBrowser.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': explorerPolicy,
      'cache-control': 'no-cache',
      vary: expect.stringMatching(/\baccept\b/),
    });
    expect(await forOthers.json()).toMatchObject({ name: 'marque', graphql: '/graphql' });
    expect(forOthers.headers.get('content-security-policy')).not.toBe(explorerPolicy);
  });

  it('answers 304 until the page is built anew, and then without a restart', async () => {
    const url = await start();
    const etag = (await fetch(url, { headers: html })).headers.get('etag') ?? '';

    const known = await fetch(url, { headers: { ...html, 'if-none-match': etag } });
    await writeFile(join(directory, 'index.html'), `${page}<p>new</p>`);
    const changed = await fetch(url, { headers: { ...html, 'if-none-match': etag } });

    expect(known.status).toBe(304);
    expect(changed.status).toBe(200);
    expect(await changed.text()).toContain('<p>new</p>');
  });

  it('sends files to be kept for ever, compressed beforehand', async () => {
    const url = await start();

    const answer = await fetch(`${url}/explorer/assets/index-abc.js`);

    expect(await answer.text()).toBe(script);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'content-length': String(gzipSync(script).length),
    });
  });

  it.each(['../index.html', '..%2findex.html', '../token', '..%2ftoken', 'none.js', '.', ''])(
    'finds nothing at %j below the files',
    async (path) => {
      const url = new URL(await withToken());

      expect(await statusOf(url, `/explorer/assets/${path}`, html)).toBeGreaterThanOrEqual(400);
    },
  );

  it('says how to build it where it is not built', async () => {
    await rm(join(directory, 'index.html'));
    const url = await start();

    const answer = await fetch(url, { headers: html });

    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('npm run build');
    expect((await fetch(url)).status).toBe(200);
  });

  it.each([
    ['in production', {}],
    ['where it is switched off', { ...local, MARQUE_EXPLORER: 'false' }],
  ])('gives browsers JSON, too, %s', async (_where, env) => {
    const url = await start(env);

    const answer = await fetch(url, { headers: html });

    expect(await answer.json()).toMatchObject({ name: 'marque' });
    expect((await fetch(`${url}/explorer/assets/index-abc.js`)).status).toBe(404);
  });

  it('tells the page that it may sign in, and gives it the token', async () => {
    const url = await withToken();

    const offered = await fetch(url, { headers: html });
    const answer = await fetch(`${url}/explorer/developer-token`, { headers: ownPage });

    expect(await offered.text()).toContain('<meta name="marque-sign-in" content="developer" />');
    expect(await answer.json()).toEqual({ token: 'the.developers.token' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['no page at all', {}],
    ['a foreign page', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['a foreign name that resolves to this machine', { ...ownPage, host: 'evil.example' }],
    ['a name that begins like this machine', { ...ownPage, host: 'localhost.evil.example' }],
    ['an address that begins like this machine', { ...ownPage, host: '127.0.0.1.evil.example' }],
    ['a name with user and host', { ...ownPage, host: 'localhost@evil.example' }],
    ['another address', { ...ownPage, host: '192.168.0.1:4000' }],
  ])('gives no token to %s', async (_who, headers) => {
    const url = new URL(await withToken());

    expect(await statusOf(url, '/explorer/developer-token', headers)).toBe(404);
  });

  it.each(['localhost', 'localhost:4000', '127.0.0.1', '[::1]:4000', 'LOCALHOST'])(
    'gives the token at the host %s',
    async (host) => {
      const url = new URL(await withToken());

      expect(await statusOf(url, '/explorer/developer-token', { ...ownPage, host })).toBe(200);
    },
  );

  it('has no token where none was configured', async () => {
    const url = await start();

    const answer = await fetch(`${url}/explorer/developer-token`, { headers: ownPage });

    expect(answer.status).toBe(404);
    expect(await (await fetch(url, { headers: html })).text()).toBe(page);
  });

  it('says nothing of a token that cannot be read', async () => {
    const url = await withToken();
    await rm(tokenFile);

    const answer = await fetch(`${url}/explorer/developer-token`, { headers: ownPage });

    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain(directory);
  });

  it('refuses to start with a token outside the environment local', () => {
    expect(() => parseGatewayConfig({ MARQUE_DEVELOPER_TOKEN_FILE: tokenFile })).toThrow(
      /MARQUE_DEVELOPER_TOKEN_FILE/,
    );
  });
});

/** Sends a path and headers as they are, which `fetch` would not. */
function statusOf(
  { hostname, port }: URL,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest({ hostname, port, path, headers: { ...headers } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
