// What takes part in a run.
import type { ProcessCommand } from '../machine/start-process.ts';

/** A graph as files and URLs, which every contestant reads in its own way. */
export interface PreparedGraph {
  /** Laid out as `MARQUE_GRAPH_DIR` says, with the workload's operations in `schema/operations`. */
  readonly directory: string;
  /** Composed, with the responder's URLs. */
  readonly supergraphFile: string;
  /** The same without what stock gateways refuse to load. */
  readonly plainSupergraphFile: string;
  /** `[{ name, url, sdl }]`, by the rules of Federation 1. */
  readonly federation1File: string;
  readonly subgraphs: readonly PreparedSubgraph[];
}

/** One subgraph of it. */
export interface PreparedSubgraph {
  readonly name: string;
  /** Where the responder answers for it. */
  readonly url: string;
  readonly sdlFile: string;
}

/** What a contestant is started with. */
export interface ContestantSetup {
  readonly port: number;
  readonly graph: PreparedGraph;
  /** The project's root. */
  readonly rootDirectory: string;
  /** Holds a folder for each peer. */
  readonly peersDirectory: string;
  /** The contestant's own, empty. */
  readonly workDirectory: string;
  /** `[{ body, answer, waves }]`: what the limits know beforehand. */
  readonly answersFile: string;
  /** The Node to run it with. */
  readonly node: string;
}

/** How it is started, and how it is asked. */
export interface PreparedContestant extends ProcessCommand {
  /** Beside those that every contestant gets. */
  readonly requestHeaders?: Readonly<Record<string, string>>;
}

/** A gateway, or a limit that no gateway can pass. */
export interface Contestant {
  /** Such as `stock` or `stock-node24`. */
  readonly id: string;
  /** For tables. */
  readonly name: string;
  /** Limits are no gateways; urls are started by somebody else. */
  readonly kind: 'gateway' | 'limit' | 'url';
  readonly runtime: 'node20' | 'node24' | 'native';
  /** Whether it answers equal requests in flight once. */
  readonly dedupe: boolean;
  /** Folders of `bench/peers` that must be installed. */
  readonly peers: readonly string[];
  /** Path of its endpoint. */
  readonly path: string;
  /** Writes what it needs and says how to start it. Absent where `url` is set. */
  readonly prepare?: (setup: ContestantSetup) => Promise<PreparedContestant>;
  readonly url?: string;
}
