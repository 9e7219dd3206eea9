// What the local stack knows of a part before it runs.
import type { Clock } from '../../runtime/clock.ts';
import type { Environment } from '../../runtime/configuration.ts';
import type { InProcessUpstreams } from '../../runtime/http/in-process-exchange.ts';
import type { Log } from '../../runtime/log.ts';
import type { RunningPart } from '../../runtime/part.ts';

/** What a part is handed when it runs in this process. */
export interface PartDependencies {
  readonly log: Log;
  readonly clock: Clock;
  /** Parts of this process that the ones above may ask without a socket. */
  readonly inProcess: InProcessUpstreams;
}

/** One service, subgraph or gateway, in the order of the tiers that they start in. */
export interface PartDefinition {
  /** Such as `vehicle service`. */
  readonly name: string;
  readonly tier: 'service' | 'subgraph' | 'gateway';
  /** Its `main.ts`, from the project's root. */
  readonly entry: string;
  /** Where the parts above it look for its address; set by the user, the part is not started. */
  readonly urlVariable: string;
  readonly portVariable: string;
  /**
   * Reads its configuration without starting it, where the addresses of all other parts are known.
   *
   * @throws ConfigurationError that lists every fault.
   */
  checkConfiguration(environment: Environment): Promise<void>;
  /** Starts it in this process with the environment that its own process would get. */
  start(environment: Environment, dependencies: PartDependencies): Promise<RunningPart>;
}

/** A part that was launched; with a `pid` where it has a process of its own. */
export interface LaunchedPart extends RunningPart {
  readonly pid?: number | undefined;
}

/** Starts a part somewhere: in this process, or in one of its own. */
export type LaunchPart = (part: PartDefinition, environment: Environment) => Promise<LaunchedPart>;
