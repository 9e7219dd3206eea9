// What a function does otherwise than a process that is never frozen: its log and its connections.
import { pino } from 'pino';

import type { HttpLimits } from '../http/http-limits.ts';
import { createLog, type Log, type LogOptions } from '../log.ts';

/**
 * Servers close idle connections after 5 s (Node) or more, and no timer of ours runs while the
 * function is frozen: by age alone, none that is used can be stale.
 */
export const lambdaHttpLimits: Partial<HttpLimits> = { connectionMaxAgeMs: 3_000 };

/** Creates a log that has written its lines when it returns: the process may be frozen right after. */
export function createLambdaLog(options: Omit<LogOptions, 'destination'>): Log {
  return createLog({ ...options, destination: pino.destination({ fd: 1, sync: true }) });
}

/** Creates what writes lines as such a log does. */
export function createLambdaLines(): (line: string) => void {
  const destination = pino.destination({ fd: 1, sync: true });
  return (line) => void destination.write(`${line}\n`);
}
