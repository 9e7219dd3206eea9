// Structured logging: an event name and fields. Nothing secret and no whole VIN gets through.
import { type DestinationStream, type Logger, pino } from 'pino';

import { maskFields, maskText } from './log-masking.ts';

/** Facts of one event. */
export type LogFields = Readonly<Record<string, unknown>>;

/** What code logs to: fields first, then the event's name, such as `upstream.retry`. */
export interface Log {
  debug(fields: LogFields, event: string): void;
  info(fields: LogFields, event: string): void;
  warn(fields: LogFields, event: string): void;
  error(fields: LogFields, event: string): void;
  child(fields: LogFields): Log;
  /** Whether a line of this level is written: to be asked before one is made that takes some making. */
  isLevelEnabled(level: 'debug' | 'info' | 'warn' | 'error'): boolean;
}

/** The levels, from most to least talkative. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** How to log. */
export interface LogOptions {
  readonly level: LogLevel;
  /** The part that logs, such as `pricing-subgraph`. */
  readonly name: string;
  /** Where lines go; standard output without one. */
  readonly destination?: DestinationStream;
}

/**
 * Creates a pino logger that writes JSON lines. Values under keys such as `authorization`, `cookie`
 * or `token` are replaced, and of a 17-character VIN only the last four characters remain.
 * Fastify takes it as `loggerInstance`.
 */
export function createLog({ level, name, destination }: LogOptions): Logger & Log {
  const root: Logger = pino(
    {
      level,
      name,
      base: { pid: process.pid },
      formatters: { log: maskFields },
      // Errors are flattened by maskFields, which also masks what stands in their message.
      serializers: { err: (value: unknown) => value },
      hooks: {
        logMethod(args, method) {
          const masked = args.map((arg: unknown) =>
            typeof arg === 'string' ? maskText(arg) : arg,
          ) as typeof args;
          method.apply(this, masked);
        },
      },
    },
    destination ?? pino.destination({ fd: 1, sync: false }),
  );
  // pino leaves the fields of child loggers as they are; children inherit this from the root.
  // oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
  const createChild = root.child;
  root.child = function createMaskedChild(this: Logger, fields, options) {
    return createChild.call(this, maskFields(fields), options);
  } as typeof root.child;
  return root;
}

/** Logs nothing. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
  isLevelEnabled: () => false,
};
