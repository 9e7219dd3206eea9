// What `npm start` does: settings, keys, parts, report.
import { randomBytes } from 'node:crypto';
import { relative } from 'node:path';

import { makePepperFile } from '../../gateway/guard/keys/key-digest.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Environment } from '../../runtime/configuration.ts';
import type { Log, LogLevel } from '../../runtime/log.ts';
import type { RunningPart } from '../../runtime/part.ts';
import type { CommandLine } from './command-line.ts';
import { loadLocalStackConfig } from './config.ts';
import { prepareDeveloperIdentity } from './developer-identity.ts';
import { prepareGatewayKeys } from './gateway-keys.ts';
import { createInProcessLauncher } from './launch-in-process.ts';
import { createProcessLauncher } from './launch-as-process.ts';
import { localParts } from './local-parts.ts';
import { startLocalStack } from './local-stack.ts';
import { createStartReport } from './start-report.ts';

/** What the command stands on. */
export interface StartCommandOptions {
  readonly commandLine: CommandLine;
  /** The project's root. */
  readonly rootDirectory: string;
  readonly clock: Clock;
  readonly createLog: (level: LogLevel) => Log;
  readonly print: (line: string) => void;
}

/** Starts everything and says where it is. Stopping the returned part stops everything. */
export async function runStartCommand(options: StartCommandOptions): Promise<RunningPart> {
  const { commandLine, rootDirectory, clock, createLog, print } = options;
  const startedAtMs = clock.monotonicMs();
  const config = await loadLocalStackConfig(localParts, commandLine);
  const report = createStartReport(print);

  let environment: Environment = config.environment;
  if (config.ownPepperFile !== undefined) await makePepperFile(config.ownPepperFile, randomBytes);
  let tokenFile: string | undefined;
  if (!config.hasOwnKeySet) {
    const identity = await prepareDeveloperIdentity({
      directory: config.identityDirectory,
      issuer: config.tokenIssuer,
      audience: config.tokenAudience,
      clock,
    });
    environment = {
      ...environment,
      MARQUE_JWKS_FILE: identity.jwksFile,
      ...(config.environment['MARQUE_ENVIRONMENT'] === 'local'
        ? { MARQUE_DEVELOPER_TOKEN_FILE: identity.tokenFile }
        : {}),
    };
    tokenFile = relative(rootDirectory, identity.tokenFile);
  }

  if (!config.hasOwnGatewayKeys) {
    environment = { ...environment, ...(await prepareGatewayKeys(config.identityDirectory)) };
  }

  const launch = commandLine.processes
    ? createProcessLauncher({ rootDirectory, onRestart: (notice) => report.restarted(notice) })
    : createInProcessLauncher({
        clock,
        log: createLog(config.logLevel),
        skipsSockets: commandLine.inProcess,
      });
  const stack = await startLocalStack({
    parts: localParts,
    environment,
    launch,
    clock,
    onReady: (part) => report.ready(part),
  });
  const { url, adminUrl } = stack;
  report.done({ url, adminUrl, startedInMs: clock.monotonicMs() - startedAtMs, tokenFile });
  return { name: 'marque', url, adminUrl, stop: () => stack.stop() };
}
