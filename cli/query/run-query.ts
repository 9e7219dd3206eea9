// What `marque query` does.
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../command-context.ts';
import type { QueryOptions } from '../commands/query.ts';
import { createCliFault, type ExitCode, exitCodes } from '../faults.ts';
import { toPrintable } from '../terminal/printable-text.ts';
import { describeErrors } from './describe-errors.ts';
import { askGateway, parseGatewayUrl } from './gateway-client.ts';
import {
  checkDocument,
  listOperationExamples,
  loadOperationDocument,
  loadVariables,
} from './operation-document.ts';
import { createRequestHeaders, findToken } from './request-headers.ts';
import { describeTrace } from './describe-trace.ts';

/** Runs an operation, or lists the examples. Rejects with a coded error for the user. */
export async function runQuery(
  context: CommandContext,
  reference: string | undefined,
  options: QueryOptions,
): Promise<ExitCode> {
  if (options.list) return await listExamples(context);
  if (reference === undefined) {
    throw createCliFault('USAGE_INVALID', 'No document is named; marque query --help shows how.');
  }
  if (reference === '-' && options.variables === '@-') {
    throw createCliFault('USAGE_INVALID', 'Stdin is the document or the variables, not both.');
  }

  const { terminal, clock, config, isJson } = context;
  const url = parseGatewayUrl(options.url ?? config.gatewayUrl);
  const headers = createRequestHeaders(options);
  const document = await loadOperationDocument(reference, context);
  const { operationName } = options;
  checkDocument(document, operationName);
  const given =
    options.variables === undefined ? {} : await loadVariables(options.variables, context);
  const token = 'authorization' in headers ? undefined : await findToken(url, options, context);

  const startedAtMs = clock.monotonicMs();
  const answer = await askGateway(
    {
      url,
      headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
      body: {
        query: document.text,
        variables: { ...document.variables, ...given },
        ...(operationName === undefined ? {} : { operationName }),
      },
    },
    clock,
  );
  const durationMs = clock.monotonicMs() - startedAtMs;

  const errors = answer.errors ?? [];
  if (isJson) {
    writeJson(context, answer);
  } else {
    const data = JSON.stringify(answer.data ?? null, undefined, 2);
    if (answer.data) terminal.out(`${toPrintable(data)}\n`);
    const paint = terminal.paintNote;
    if (errors.length > 0) terminal.note(toLines(describeErrors(errors, document, paint)));
    if (options.trace) {
      terminal.note(toLines(describeTrace(answer.extensions?.['marque'], durationMs, paint)));
    }
  }
  return errors.length === 0 ? exitCodes.ok : exitCodes.negative;
}

async function listExamples(context: CommandContext): Promise<ExitCode> {
  const examples = await listOperationExamples(context.rootDirectory);
  if (context.isJson) {
    writeJson(context, { operations: examples });
  } else {
    const lines = examples.map(({ name, description }) => `${name.padEnd(26)} ${description}`);
    context.terminal.out(toLines(lines));
  }
  return exitCodes.ok;
}

function toLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
