// The explorer's page as it is sent: built by Vite, told by the gateway whether signing in is offered.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The page with what a cache needs, or nothing where it was never built. */
export type ExplorerPage =
  | { readonly status: 'built'; readonly html: string; readonly etag: string }
  | { readonly status: 'missing' };

/**
 * What the page may load: its own files and nothing else, no inline script. Monaco writes styles
 * into the page; docs/decisions tells why nothing narrower holds.
 */
export const explorerPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const signInMark = '<meta name="marque-sign-in" content="none" />';

/** Reads `index.html` of a built explorer. Rejects where it is there and cannot be read. */
export async function loadExplorerPage(
  directory: string,
  { offersSignIn }: { readonly offersSignIn: boolean },
): Promise<ExplorerPage> {
  const built = await readIfThere(join(directory, 'index.html'));
  if (built === undefined) return { status: 'missing' };

  const html = offersSignIn
    ? built.replace(signInMark, signInMark.replace('none', 'developer'))
    : built;
  const digest = createHash('sha256').update(html).digest('base64url').slice(0, 22);
  // Weak, as the bytes differ when they are compressed on the way.
  return { status: 'built', html, etag: `W/"${digest}"` };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
