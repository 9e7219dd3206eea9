// Serves the explorer: its page at / to browsers, its files for ever, and what `/` says to others.
import { join } from 'node:path';

import type { FastifyInstance, FastifyReply } from 'fastify';

import type { Log } from '../../runtime/log.ts';
import { type ExplorerPage, explorerPolicy, loadExplorerPage } from './explorer-page.ts';
import { registerDeveloperToken } from './explorer-token.ts';

/** What is served. */
export interface ExplorerOptions {
  /** Where the explorer was built to; absent where none is to be served. */
  readonly directory?: string | undefined;
  /** A token that the page may sign in with; only in the environment `local`. */
  readonly developerTokenFile?: string | undefined;
  readonly log: Log;
}

const assetsPath = '/explorer/assets/';
const missingPage = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>marque</title></head>
  <body>
    <h1>marque</h1>
    <p>The explorer is not built. Run <code>npm run build</code> and load this page again.</p>
    <p>The graph answers at <a href="/graphql">/graphql</a>.</p>
  </body>
</html>
`;

/** Adds the routes. Whoever does not ask for HTML gets a short JSON document at `/`. */
export async function registerExplorer(
  app: FastifyInstance,
  { directory, developerTokenFile, log }: ExplorerOptions,
): Promise<void> {
  const offersSignIn = developerTokenFile !== undefined;

  app.get('/', async (request, reply) => {
    void reply.header('vary', 'accept');
    if (directory === undefined || !acceptsHtml(request.headers.accept)) {
      return reply.send({ name: 'marque', graphql: '/graphql', health: '/health/ready' });
    }
    // Read anew each time: a page that was built since names other files.
    const page = await loadExplorerPage(directory, { offersSignIn });
    return sendPage(reply, page, request.headers['if-none-match']);
  });
  if (directory === undefined) return;

  const { status } = await loadExplorerPage(directory, { offersSignIn });
  if (status === 'missing') {
    log.warn({ directory, remedy: 'npm run build' }, 'explorer.not_built');
  }

  // Only here is it needed, and it takes a while to load.
  const { default: serveFiles } = await import('@fastify/static');
  await app.register(serveFiles, {
    root: join(directory, 'assets'),
    prefix: assetsPath,
    preCompressed: true,
    decorateReply: false,
    // That it is not built is said above.
    suppressWarning: true,
    index: false,
    // Their names change with their content.
    immutable: true,
    maxAge: '365d',
    // A worker lives by the policy that its own script came with.
    setHeaders: (reply) => void reply.header('content-security-policy', explorerPolicy),
  });
  if (developerTokenFile !== undefined) registerDeveloperToken(app, developerTokenFile, log);
}

function sendPage(
  reply: FastifyReply,
  page: ExplorerPage,
  knownEtag: string | undefined,
): FastifyReply {
  void reply.headers({
    'content-security-policy': explorerPolicy,
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  });
  if (page.status === 'missing') {
    return reply.status(404).type('text/html; charset=utf-8').send(missingPage);
  }
  void reply.header('etag', page.etag);
  if (knownEtag?.split(/\s*,\s*/).includes(page.etag)) return reply.status(304).send();
  return reply.type('text/html; charset=utf-8').send(page.html);
}

function acceptsHtml(accept: string | undefined): boolean {
  return (accept ?? '').split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return type === 'text/html' && !parameters.some((one) => /^q=0(\.0{0,3})?$/.test(one));
  });
}
