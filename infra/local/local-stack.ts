// Brings up services, subgraphs and gateway on loopback, tier by tier, and stops them in reverse.
import type { Clock } from '../../runtime/clock.ts';
import type { Environment } from '../../runtime/configuration.ts';
import type { RunningPart } from '../../runtime/part.ts';
import type { LaunchPart, PartDefinition } from './part-definition.ts';

/** What to start, how, and with which variables. */
export interface LocalStackOptions {
  readonly parts: readonly PartDefinition[];
  /** The user's variables. A part whose `urlVariable` is set here is taken as running already. */
  readonly environment: Environment;
  readonly launch: LaunchPart;
  readonly clock: Clock;
  /** Called as each part becomes ready, or is found to be the user's own. */
  readonly onReady?: (part: ReadyPart) => void;
}

/** A part that answers. */
export interface ReadyPart {
  readonly name: string;
  readonly url: string;
  /** Of its port for operators, where it has one. */
  readonly adminUrl?: string | undefined;
  /** Undefined where the part is the user's own. */
  readonly startedInMs: number | undefined;
  /** Where it has a process of its own. */
  readonly pid: number | undefined;
}

/** The whole of it. */
export interface LocalStack {
  /** The gateway's base URL. */
  readonly url: string;
  /** Of the gateway's port for operators, where it has one. */
  readonly adminUrl: string | undefined;
  /** Those that were started here, by name. */
  readonly parts: ReadonlyMap<string, RunningPart>;
  /** Variables that the parts were given, addresses included. */
  readonly environment: Environment;
  /** Stops the gateway first and the services last. */
  stop(): Promise<void>;
}

const tiers = ['service', 'subgraph', 'gateway'] as const;

/** Starts all parts; if one cannot start, stops the others and rejects with that part's error. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { parts, launch, clock, onReady } = options;
  const environment: Record<string, string | undefined> = { ...options.environment };
  const running = new Map<string, RunningPart>();

  const startOne = async (part: PartDefinition): Promise<void> => {
    const usersOwn = options.environment[part.urlVariable];
    if (usersOwn) {
      onReady?.({ name: part.name, url: usersOwn, startedInMs: undefined, pid: undefined });
      return;
    }
    const startedAtMs = clock.monotonicMs();
    const started = await launch(part, environment);
    running.set(part.name, started);
    environment[part.urlVariable] = urlBelow(part, started.url);
    const startedInMs = Math.round(clock.monotonicMs() - startedAtMs);
    const { url, adminUrl, pid } = started;
    onReady?.({ name: part.name, url, adminUrl, startedInMs, pid });
  };

  try {
    for (const tier of tiers) {
      const outcomes = await Promise.allSettled(
        parts.filter((part) => part.tier === tier).map(startOne),
      );
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
    }
  } catch (error) {
    await stopAll(running);
    throw error;
  }

  const gateway = parts.find((part) => part.tier === 'gateway');
  const { url = '', adminUrl } = running.get(gateway?.name ?? '') ?? {};
  return { url, adminUrl, parts: running, environment, stop: () => stopAll(running) };
}

/** Subgraphs are addressed at their GraphQL path, the others at their root. */
function urlBelow(part: PartDefinition, url: string): string {
  return part.tier === 'subgraph' ? `${url}/graphql` : url;
}

async function stopAll(running: ReadonlyMap<string, RunningPart>): Promise<void> {
  for (const part of [...running.values()].toReversed()) await part.stop();
}
