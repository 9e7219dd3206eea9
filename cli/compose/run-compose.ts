// What `marque compose` does.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import {
  type CompositionError,
  composeSupergraph,
  type SubgraphDefinition,
} from '../../schema/composition/compose.ts';
import { loadSubgraphs, neutralUrl } from '../../schema/composition/load-subgraphs.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../command-context.ts';
import type { ComposeOptions } from '../commands/compose.ts';
import { createCliFault, type ExitCode, exitCodes } from '../faults.ts';
import { readTextFile } from '../query/operation-document.ts';
import { toPrintable } from '../terminal/printable-text.ts';

/** Composes, then writes, compares or only tells, as the options say. */
export async function runCompose(
  context: CommandContext,
  options: ComposeOptions,
): Promise<ExitCode> {
  const { terminal, rootDirectory, isJson } = context;
  if (options.check && options.output !== undefined) {
    throw createCliFault('USAGE_INVALID', '--check writes nothing; leave out --output.');
  }
  if (isJson && options.output === '-') {
    throw createCliFault('USAGE_INVALID', '--json has the supergraph in its document already.');
  }
  const own = await loadSubgraphs(join(rootDirectory, 'subgraphs'));
  const replaced = await loadReplacements(options.subgraph);
  const subgraphs = [
    ...own.filter(({ name }) => !replaced.some((other) => other.name === name)),
    ...replaced.map(({ definition }) => definition),
  ];
  const places = new Map([
    ...own.map(({ name }) => [name, `subgraphs/${name}/schema.graphql`] as const),
    ...replaced.map(({ name, path }) => [name, path] as const),
  ]);

  const outcome = composeSupergraph(subgraphs);
  if (outcome.status === 'failed') return reportErrors(context, outcome.errors, places);

  const checkedIn = join(rootDirectory, 'schema/supergraph.graphql');
  const { supergraphSdl, hints } = outcome;
  const names = subgraphs.map(({ name }) => name);
  const isCurrent = (await readFile(checkedIn, 'utf8').catch(() => '')) === supergraphSdl;
  const target = options.output ?? (replaced.length > 0 ? undefined : checkedIn);
  const writesFile = !options.check && target !== undefined && target !== '-';
  if (writesFile) await replaceFile(target, supergraphSdl);

  const isFine = !options.check || isCurrent;
  if (isJson) {
    const status = isFine ? 'composed' : 'stale';
    const written = writesFile ? relative(process.cwd(), target) : null;
    writeJson(context, { status, subgraphs: names, isCurrent, written, hints, supergraphSdl });
  } else {
    if (target === '-') terminal.out(supergraphSdl);
    const end = options.check
      ? isCurrent
        ? 'schema/supergraph.graphql is current.'
        : 'schema/supergraph.graphql is not current; run marque compose.'
      : writesFile
        ? `Written to ${relative(process.cwd(), target)}.`
        : 'No file is written.';
    const hinted = hints.length === 0 ? '' : ` ${hints.length} hints; --json lists them.`;
    terminal.note(`Composed ${names.join(', ')}.${hinted} ${end}\n`);
  }
  return isFine ? exitCodes.ok : exitCodes.negative;
}

function reportErrors(
  context: CommandContext,
  errors: readonly CompositionError[],
  places: ReadonlyMap<string, string>,
): ExitCode {
  const { terminal, isJson } = context;
  if (isJson) {
    writeJson(context, { status: 'failed', errors });
    return exitCodes.negative;
  }
  const paint = terminal.paintNote;
  for (const { code, subgraph, line, column, message } of errors) {
    const file = subgraph === undefined ? '' : (places.get(subgraph) ?? subgraph);
    const place = line === undefined ? file : `${file}:${line}:${column}`;
    terminal.note(`${[place, paint('red', code)].filter(Boolean).join('  ')}\n`);
    terminal.note(`  ${toPrintable(message)}\n`);
  }
  terminal.note(`Not composed: ${errors.length} error(s). Nothing is written.\n`);
  return exitCodes.negative;
}

async function loadReplacements(
  texts: readonly string[],
): Promise<readonly { name: string; path: string; definition: SubgraphDefinition }[]> {
  return await Promise.all(
    texts.map(async (text) => {
      const [, name, path] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(text) ?? [];
      if (name === undefined || path === undefined) {
        throw createCliFault('USAGE_INVALID', `--subgraph ${text} is not of the form name=path.`);
      }
      const definition = { name, url: neutralUrl(name), sdl: await readTextFile(path) };
      return { name, path, definition };
    }),
  );
}

/** Written beside and renamed, so that nobody reads half of it, Ctrl-C or not. */
async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.draft`;
  try {
    await writeFile(draft, text);
    await rename(draft, file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw createCliFault('FILE_UNREADABLE', `The file ${file} cannot be written (${code}).`);
  }
}
