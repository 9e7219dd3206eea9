// `marque usage`: asks the admin port of a gateway, and shows what it says.
import { type CommandContext, writeJson } from '../command-context.ts';
import type { UsageDayOptions, UsageOptions } from '../commands/usage.ts';
import { type ExitCode, exitCodes } from '../faults.ts';
import { askAdminPort } from './ask-admin-port.ts';
import { describeRecordings, describeUsage, describeUsers } from './describe-usage.ts';
import { usageErasure, usageRecordings, usageReport } from './usage-answers.ts';

/**
 * Shows a day, or who uses one coordinate.
 *
 * @throws CodedError as `askAdminPort` does.
 */
export async function runUsageShow(
  context: CommandContext,
  options: UsageDayOptions,
): Promise<ExitCode> {
  const { terminal, config, isJson } = context;
  const report = await askAdminPort({
    url: readUrl(context, options),
    method: 'GET',
    path: `/usage${writeQuery(options)}`,
    token: config.adminToken ?? config.operatorToken,
    tokenVariable: 'MARQUE_ADMIN_READER_TOKEN',
    answer: usageReport,
  });
  const { field } = options;
  if (field !== undefined) {
    const text = describeUsers(report, field, terminal.paintOut);
    const operations = report.operations.filter(({ uses }) => uses.includes(field));
    if (isJson) writeJson(context, { day: report.day, coordinate: field, operations });
    else if (text === undefined) terminal.note(`Nobody used ${field} on ${report.day}.\n`);
    else terminal.out(text);
    return operations.length === 0 ? exitCodes.negative : exitCodes.ok;
  }
  if (isJson) writeJson(context, report);
  else terminal.out(describeUsage(report, options.all === true, terminal.paintOut));
  return exitCodes.ok;
}

/**
 * Shows the recordings of a day.
 *
 * @throws CodedError as `askAdminPort` does.
 */
export async function runUsageRecordings(
  context: CommandContext,
  options: UsageDayOptions,
): Promise<ExitCode> {
  const { terminal, isJson } = context;
  const answer = await askAdminPort({
    ...asOperator(context, options),
    method: 'GET',
    path: `/usage/recordings${writeQuery(options)}`,
    answer: usageRecordings,
  });
  if (isJson) writeJson(context, answer);
  else if (answer.recordings.length === 0) {
    terminal.note(`Nothing was recorded on ${answer.day}.\n`);
  } else terminal.out(describeRecordings(answer, terminal.paintOut));
  return exitCodes.ok;
}

/**
 * Erases a client.
 *
 * @throws CodedError as `askAdminPort` does.
 */
export async function runUsageErase(
  context: CommandContext,
  client: string,
  options: UsageOptions,
): Promise<ExitCode> {
  const answer = await askAdminPort({
    ...asOperator(context, options),
    method: 'DELETE',
    path: `/usage/clients/${encodeURIComponent(client)}`,
    answer: usageErasure,
  });
  if (context.isJson) writeJson(context, answer);
  else context.terminal.out(`${answer.erased} counts and recordings erased.\n`);
  return answer.erased === 0 ? exitCodes.negative : exitCodes.ok;
}

function asOperator(context: CommandContext, options: UsageOptions) {
  return {
    url: readUrl(context, options),
    token: context.config.operatorToken,
    tokenVariable: 'MARQUE_ADMIN_OPERATOR_TOKEN',
  };
}

function readUrl({ config }: CommandContext, { url }: UsageOptions): string {
  return (url ?? config.adminUrl).replace(/\/+$/, '');
}

function writeQuery({ day }: UsageDayOptions): string {
  return day === undefined ? '' : `?day=${encodeURIComponent(day)}`;
}
