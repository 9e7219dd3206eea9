// Command lines without a stack: what is refused, what is composed, what help says.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { cliFaultCodes } from '../../cli/faults.ts';
import { rootFolder } from '../house/read-source-files.ts';
import { runInProcess } from './run-in-process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marque-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a command line', () => {
  it.each([
    ['an unknown command', ['nothing']],
    ['an unknown option', ['doctor', '--nothing']],
    ['a missing argument', ['vin', 'decode']],
    ['no document', ['query']],
    ['a file that is not there', ['query', './nothing.graphql']],
    ['variables that are no object', ['query', 'markets', '--variables', '[1]']],
    ['a header without a value', ['query', 'markets', '--header', 'x-secret']],
    ['an address that is none', ['query', 'markets', '--url', 'ftp://somewhere']],
    ['stdin for two things', ['query', '-', '--variables', '@-']],
    ['a brand that there is none of', ['key', 'create', 'app', '--brand', 'bmv']],
    ['a market in small letters', ['key', 'create', 'app', '--market', 'de']],
    ['a limit that is none', ['key', 'create', 'app', '--requests', '0']],
    ['an app named like a key', ['key', 'create', 'mqk_app']],
    ['a time without a unit', ['key', 'create', 'app', '--expires', '90']],
    ['a schema without a name', ['compose', '--subgraph', 'pricing.graphql']],
    ['a check that is to write', ['compose', '--check', '--output', 'x.graphql']],
    ['an OpenAPI document without a name', ['doctor', '--openapi', 'http://127.0.0.1:1/']],
  ])('ends with 2 for %s, and says so once as JSON', async (_what, args) => {
    const { code, stdout, stderr } = await runInProcess([...args, '--json']);

    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { message: /./ } });
    expect(stderr).toBe('');
  });

  it('does not repeat a header, which may be a secret', async () => {
    const { stderr } = await runInProcess(['query', 'markets', '--header', 'x-key secret']);

    expect(stderr).toContain('--header is not of the form');
    expect(stderr).not.toContain('secret');
  });

  it.each([
    [[]],
    [['up']],
    [['query']],
    [['vin', 'decode']],
    [['compose']],
    [['doctor']],
    [['top']],
    [['key']],
    [['key', 'create']],
    [['key', 'rotate']],
    [['key', 'revoke']],
    [['key', 'list']],
  ])('shows examples as help of %j', async (words) => {
    const { code, stdout } = await runInProcess([...words, '--help']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples:\n(.*\n)*? {2}marque /);
  });

  it('has its faults and exit codes in the documentation', async () => {
    const text = await readFile(join(rootFolder, 'docs/cli.md'), 'utf8');

    expect(cliFaultCodes.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });
});

describe('marque query', () => {
  it('lists the examples with what they are for', async () => {
    const { stdout } = await runInProcess(['query', '--list', '--json']);

    const { operations } = JSON.parse(stdout) as { operations: { description: string }[] };
    expect(operations).toHaveLength(20);
    expect(operations.every(({ description }) => description !== '')).toBe(true);
  });

  it('shows where a document breaks, before anything is sent', async () => {
    const { code, stderr } = await runInProcess(['query', '-'], '{ markets {\n  id(\n}');

    expect(code).toBe(1);
    expect(stderr).toMatch(/stdin:3:1\n(.*\n)*3 \| \}\n {2}\| \^/);
  });

  it('asks which operation is meant, and names them', async () => {
    const { code, stderr } = await runInProcess(['query', '-'], 'query A { a } query B { b }');

    expect(code).toBe(2);
    expect(stderr).toContain('it has A, B; choose with --operation-name');
  });
});

describe('marque compose', () => {
  const composeWith = (subgraph: string, output: string) =>
    runInProcess(['compose', '--subgraph', subgraph, '--output', output]);

  it('finds the checked-in supergraph current', async () => {
    const { code, stderr } = await runInProcess(['compose', '--check']);

    expect(stderr).toContain('schema/supergraph.graphql is current.');
    expect(code).toBe(0);
  });

  it('names file, line and code of what does not compose, and writes nothing', async () => {
    const file = join(folder, 'pricing.graphql');
    const output = join(folder, 'supergraph.graphql');
    await writeFile(file, 'type Query {\n  price: Nothing\n}\n');

    const { code, stderr } = await composeWith(`pricing=${file}`, output);

    expect(code).toBe(1);
    expect(stderr).toContain(`${file}:2:`);
    expect(stderr).toMatch(/INVALID_GRAPHQL\n {2}.*Nothing/);
    await expect(readFile(output)).rejects.toThrow('ENOENT');
  });

  it('writes only where it is told to when a schema is added', async () => {
    const file = join(folder, 'extra.graphql');
    const output = join(folder, 'with-extra.graphql');
    await writeFile(file, 'type Query {\n  weather: String\n}\n');

    const { code } = await composeWith(`extra=${file}`, output);

    expect(code).toBe(0);
    expect(await readFile(output, 'utf8')).toMatch(/weather: String @join__field\(graph: EXTRA\)/);
  });
});
