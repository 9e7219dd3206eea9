// Structured logging: an event name and fields. Nothing secret and no whole VIN gets through.
import { type Logger, pino } from 'pino';

import { createFieldWriter, type EventFields } from './event-line.ts';
import { maskFields, maskText } from './log-masking.ts';
import { createLogOutput } from './log-output.ts';

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
  /** Prepares an event of level info that comes often and always with the same keys, none of them secret. */
  prepareEvent(event: string): (fields: EventFields) => void;
  /** Resolves when what was logged is written, or after a second: before a process is ended. */
  settle(): Promise<void>;
}

/** The levels, from most to least talkative. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** How to log. */
export interface LogOptions {
  readonly level: LogLevel;
  /** The part that logs, such as `pricing-subgraph`. */
  readonly name: string;
  /** Where lines go; without one to standard output, those below a warning up to 100 ms later. */
  readonly destination?: LogDestination;
}

/** What takes lines. */
export interface LogDestination {
  write(line: string): void;
  /** Called after a warning or an error. */
  flush?(): void;
  /** Absent where what is written has gone by then. */
  settle?(): Promise<void>;
}

/**
 * Creates a pino logger that writes JSON lines. Values under keys such as `authorization`, `cookie`
 * or `token` are replaced, and of a 17-character VIN only the last four characters remain.
 * Fastify takes it as `loggerInstance`.
 */
export function createLog(options: LogOptions): Logger & Log {
  const { level, name } = options;
  const destination: LogDestination =
    options.destination ?? createLogOutput((lines) => root.error({ lines }, 'log.lines_lost'));
  const root = pino(
    {
      level,
      name,
      base: { pid: process.pid },
      formatters: { log: maskFields },
      // Errors are flattened by maskFields, which also masks what stands in their message.
      serializers: { err: (value: unknown) => value },
      hooks: {
        logMethod(args, method, methodLevel) {
          const masked = args.map((arg: unknown) =>
            typeof arg === 'string' ? maskText(arg) : arg,
          ) as typeof args;
          method.apply(this, masked);
          if (methodLevel >= warnLevel) destination.flush?.();
        },
      },
    },
    destination,
  ) as Logger & Log;
  // pino leaves the fields of child loggers as they are; children inherit this from the root.
  // oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
  const createChild: Logger['child'] = root.child;
  root.child = function createMaskedChild(this: Logger, fields, childOptions) {
    return createChild.call(this, maskFields(fields), childOptions);
  } as typeof root.child;
  root.prepareEvent = function prepareEvent(this: Logger, event) {
    const writeFields = createFieldWriter();
    // pino keeps the pid out of what it says is bound.
    const bound = JSON.stringify({ pid: process.pid, ...this.bindings() }).slice(1, -1);
    const message = JSON.stringify(event);
    return (fields) => {
      if (!this.isLevelEnabled('info')) return;
      const time = pino.stdTimeFunctions.epochTime();
      destination.write(
        `{"level":${infoLevel}${time},${bound}${writeFields(fields)},"msg":${message}}\n`,
      );
    };
  };
  root.settle = async () => destination.settle?.();
  return root;
}

const { info: infoLevel = 0, warn: warnLevel = 0 } = pino.levels.values;

/** Logs nothing. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
  isLevelEnabled: () => false,
  prepareEvent: () => () => undefined,
  settle: () => Promise.resolve(),
};
