// What every command is handed.
import type { Clock } from '../runtime/clock.ts';
import type { RandomBytes } from '../runtime/trace-context.ts';
import type { CliConfig } from './config.ts';
import type { ExitCode } from './faults.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What the process brings. */
export interface CommandSurroundings {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  /** The project's root. */
  readonly rootDirectory: string;
  /** All of it, to its end. */
  readonly readStdin: () => Promise<string>;
  /** Tells of each key that is pressed, until it is stopped; absent where nobody is at the keys. */
  readonly watchKeys?: ((onKey: (key: string) => void) => () => void) | undefined;
}

/** What a command stands on. */
export interface CommandContext extends CommandSurroundings {
  readonly config: CliConfig;
  /** One JSON document goes to the result's stream, and nothing else. */
  readonly isJson: boolean;
}

/** What a command does once its options are read. */
export type CommandWork = (context: CommandContext) => Promise<ExitCode>;

/** Runs the work of the command that was called. */
export type RunCommand = (work: CommandWork) => Promise<void>;

/** Writes the one JSON document of a command. */
export function writeJson({ terminal }: Pick<CommandContext, 'terminal'>, value: unknown): void {
  terminal.out(`${JSON.stringify(value, undefined, 2)}\n`);
}
