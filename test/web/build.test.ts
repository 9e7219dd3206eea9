// The built explorer: what a browser has to load, and from where.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

const dist = join(import.meta.dirname, '../../web/dist');
const assets = join(dist, 'assets');
const page = readFileSync(join(dist, 'index.html'), 'utf8');
const names = readdirSync(assets);
const entry = /src="\/explorer\/assets\/(index-[\w-]+\.js)"/.exec(page)?.[1] ?? '';
const maxEntryBytes = 450 * 1_024;

describe('the built explorer', () => {
  it('starts with at most 450 KB of script, gzipped, all that is loaded at once counted', () => {
    const first = Array.from(page.matchAll(/\/explorer\/assets\/([\w.-]+\.js)"/g), ([, name]) =>
      gzipSync(readFileSync(join(assets, name ?? '')), { level: 6 }),
    );

    expect(first.length).toBeGreaterThan(0);
    expect(first.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(maxEntryBytes);
  });

  it('loads editor and workers later', () => {
    const later = ['monaco-editor', 'editor.worker', 'graphql.worker', 'json.worker'];

    expect(later.filter((part) => page.includes(part))).toEqual([]);
    expect(later.every((part) => names.some((name) => name.startsWith(part)))).toBe(true);
  });

  it('has no inline script and names no other host in its page', () => {
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page).not.toMatch(/\son\w+=/);
  });

  it('loads nothing in a style sheet from elsewhere, and no font from within', () => {
    const urls = names
      .filter((name) => name.endsWith('.css'))
      .flatMap((name) => readFileSync(join(assets, name), 'utf8').match(/url\([^)]{0,40}/g) ?? [])
      .filter((url) => /https?:|url\("?\/\/|data:font/.test(url));

    expect(urls).toEqual([]);
  });

  it('has its files compressed beside them, byte for byte', () => {
    const plain = readFileSync(join(assets, entry));

    expect(gunzipSync(readFileSync(join(assets, `${entry}.gz`))).equals(plain)).toBe(true);
    expect(brotliDecompressSync(readFileSync(join(assets, `${entry}.br`))).equals(plain)).toBe(
      true,
    );
  });

  it('names every file by its content', () => {
    expect(names.filter((name) => !/-[\w-]{8}\.\w+(\.br|\.gz)?$/.test(name))).toEqual([]);
    expect(existsSync(join(dist, 'favicon.ico'))).toBe(false);
  });
});
