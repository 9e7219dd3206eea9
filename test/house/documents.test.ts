// What documents name is there: links, scripts, files, decision records.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type Document, readDocuments } from './read-documents.ts';
import { rootFolder } from './read-source-files.ts';

const documents = readDocuments();
const { scripts } = JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const ourFolders = new Set(
  readdirSync(rootFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => name),
);

describe('documents', () => {
  it('are found', () => {
    expect(documents.map(({ path }) => path)).toContain('docs/architecture.md');
  });

  it('link only to files and headings that are there', () => {
    expect(documents.flatMap(findDeadLinks)).toEqual([]);
  });

  it('name only npm scripts that are there', () => {
    expect(documents.flatMap(findUnknownScripts)).toEqual([]);
  });

  it('name only files and folders that are there', () => {
    expect(documents.flatMap(findMissingFiles)).toEqual([]);
  });

  it('would be caught where they name what is not there', () => {
    const text = [
      'See [this](nowhere.md), [that](architecture.md#no-such-heading) and',
      '[a heading](architecture.md#one-request) of `gateway/nowhere.ts` or `gateway/main.ts`.',
      'Run `npm run nothing`, not `npm run types` or `npm test`.',
    ].join('\n');
    const broken = { path: 'docs/broken.md', text };

    expect(findDeadLinks(broken)).toEqual([
      'docs/broken.md: nowhere.md',
      'docs/broken.md: architecture.md#no-such-heading',
    ]);
    expect(findUnknownScripts(broken)).toEqual(['docs/broken.md: nothing']);
    expect(findMissingFiles(broken)).toEqual(['docs/broken.md: gateway/nowhere.ts']);
  });
});

describe('decision records', () => {
  const records = documents.filter(({ path }) => /^docs\/decisions\/\d/.test(path));
  const names = records.map(({ path }) => path.slice('docs/decisions/'.length));

  it('are numbered without a gap and named after what they say', () => {
    const numbers = names.map((name) => /^(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md$/.exec(name)?.[1]);

    expect(numbers).toEqual(names.map((_, index) => String(index + 1).padStart(4, '0')));
  });

  it('stand in the index, in order and under their titles', () => {
    const index = documents.find(({ path }) => path === 'docs/decisions/README.md')?.text ?? '';
    const lines = index.split('\n').filter((line) => line.startsWith('- '));

    const expected = records.map(({ text }, place) => {
      const [, number, title] = /^# (\d{4}) (.+)$/m.exec(text) ?? [];
      return `- [${number}](${names[place]}) ${title}`;
    });

    expect(lines).toEqual(expected);
  });

  it('say status, context, decision and consequences in at most 40 lines', () => {
    const parts = [/^Status: \w+, \d{4}-\d\d-\d\d/m, ...headings.map((name) => `\n## ${name}\n`)];
    const incomplete = records.filter(
      ({ text }) =>
        text.split('\n').length > 41 ||
        parts.some((part) => (typeof part === 'string' ? !text.includes(part) : !part.test(text))),
    );

    expect(incomplete.map(({ path }) => path)).toEqual([]);
  });
});

const headings = ['Context', 'Decision', 'Consequences'];

function findDeadLinks({ path, text }: Document): readonly string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target) && !isThere(path, target))
    .map((target) => `${path}: ${target}`);
}

function isThere(path: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const linked = file === '' ? path : normalize(join(dirname(path), decodeURIComponent(file)));
  if (!existsSync(join(rootFolder, linked))) return false;
  return anchor === undefined || listAnchors(linked).includes(anchor);
}

/** The anchors of headings, as GitHub makes them. */
function listAnchors(path: string): readonly string[] {
  const text = documents.find((document) => document.path === path)?.text ?? '';
  return [...withoutBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function findUnknownScripts({ path, text }: Document): readonly string[] {
  return [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)]
    .map(([, run, short]) => run ?? short ?? '')
    .filter((script) => !Object.hasOwn(scripts, script))
    .map((script) => `${path}: ${script}`);
}

/** Paths in code spans that begin with a folder of ours; `x` and `<name>` stand for any. */
function findMissingFiles({ path, text }: Document): readonly string[] {
  return [...text.matchAll(/`([\w.-]+\/[\w./-]*)`/g)]
    .map(([, named = '']) => named)
    .filter((named) => ourFolders.has(named.split('/')[0] ?? ''))
    .filter((named) => !named.includes('/x/') && !existsSync(join(rootFolder, named)))
    .map((named) => `${path}: ${named}`);
}

function withoutCode(text: string): string {
  return withoutBlocks(text).replaceAll(/`[^`\n]*`/g, '');
}

function withoutBlocks(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '');
}
