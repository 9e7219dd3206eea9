// The headers of an operation: dimensions, headers of the caller's own, and a token that is never printed.
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';

import type { CommandContext } from '../command-context.ts';
import type { QueryOptions } from '../commands/query.ts';
import { createCliFault } from '../faults.ts';
import { readTextFile } from './operation-document.ts';

type HeaderOptions = Pick<
  QueryOptions,
  'market' | 'language' | 'priceDate' | 'brand' | 'header' | 'trace'
>;

/**
 * Makes the headers that the options ask for, without a token.
 *
 * @throws CodedError `USAGE_INVALID` for a header that is not `name:value`.
 */
export function createRequestHeaders(options: HeaderOptions): Record<string, string> {
  const named = {
    'x-marque-market': options.market,
    'x-marque-language': options.language,
    'x-marque-price-date': options.priceDate,
    'x-marque-brand': options.brand,
    'x-marque-cost': options.trace && 'detail',
  };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(named)) {
    if (value !== undefined) headers[name] = value;
  }
  for (const text of options.header) {
    const [, name, value] = /^([\w-]+)\s*:\s*([\x20-\x7e]*)$/.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      // Its value may be a secret.
      throw createCliFault('USAGE_INVALID', 'A --header is not of the form name:value.');
    }
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

/**
 * Finds the token to send: of `--token-file`, else, to this machine only, that of the local stack.
 *
 * @throws CodedError `FILE_UNREADABLE`, `USAGE_INVALID` for a file that holds no token.
 */
export async function findToken(
  url: string,
  options: Pick<QueryOptions, 'token' | 'tokenFile'>,
  { config, terminal }: Pick<CommandContext, 'config' | 'terminal'>,
): Promise<string | undefined> {
  if (options.tokenFile !== undefined) {
    const { protocol } = new URL(url);
    if (protocol === 'http:' && !isLoopback(url)) {
      terminal.note('The token goes to another machine without encryption; use https.\n');
    }
    return parseToken(await readTextFile(options.tokenFile), options.tokenFile);
  }
  if (!options.token || !isLoopback(url)) return undefined;

  const file = join(config.dataDirectory, 'identity', 'token');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  terminal.note(`Sending the local stack's own token, ${file}; --no-token leaves it out.\n`);
  return parseToken(text, file);
}

/** Tests whether a URL leads to this very machine, by its name alone. */
export function isLoopback(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function parseToken(text: string, file: string): string {
  const token = text.trim();
  if (/^[\w.~+/=-]+$/.test(token)) return token;
  throw createCliFault('USAGE_INVALID', `The file ${file} does not hold one bearer token.`);
}
