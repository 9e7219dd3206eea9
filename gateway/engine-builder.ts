// Builds the engine that the configuration asks for, with what a build has prepared where that fits.
import type { Clock } from '../runtime/clock.ts';
import type { HttpClient } from '../runtime/http/http-client.ts';
import type { Log } from '../runtime/log.ts';
import type { RandomBytes } from '../runtime/trace-context.ts';
import type { GatewayConfig } from './config.ts';
import { createCompiledEngine } from './engine/compiled-engine.ts';
import type { ConcurrencyLimiter } from './engine/concurrency-limiter.ts';
import type { Engine, EngineSubgraph } from './engine/engine.ts';
import { loadQueryPlanner } from './engine/planner/load-query-planner.ts';
import { identifyPlanner } from './engine/planner/planner-entry.ts';
import type { SubgraphTokens } from './guard/subgraph-tokens.ts';
import { loadPreparedRelease, type PreparedRelease } from './release/prepared-release.ts';
import type { UsageRecorder } from './telemetry/usage/usage-recorder.ts';

/** What all engines of a gateway stand on. */
export interface EngineBuilderOptions {
  readonly config: GatewayConfig;
  readonly limiter: ConcurrencyLimiter;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: RandomBytes;
  /** The supergraph that a build may have prepared, and where that would be. */
  readonly prepared: { readonly supergraphSdl: string; readonly file: string | undefined };
  /** After a start with prepared plans, when to load the planner; without it when it is needed. */
  readonly loadPlannerAfterMs?: number | undefined;
}

/** What an engine serves. */
export interface EngineSource {
  readonly supergraphSdl: string;
  /** All subgraphs of the supergraph, with the URLs to fetch from. */
  readonly subgraphs: readonly EngineSubgraph[];
  /** Absent where usage is not counted. */
  readonly usage: UsageRecorder | undefined;
}

/** Rejects with a `CodedError` for a supergraph that cannot be served. */
export type BuildEngine = (source: EngineSource) => Promise<Engine>;

/** Creates a builder; each engine it builds is closed by whoever asked for it. */
export function createEngineBuilder(options: EngineBuilderOptions): BuildEngine {
  const { config, limiter, http, clock, log, randomBytes, prepared } = options;
  let subgraphTokens: SubgraphTokens | undefined;

  const findPrepared = async (supergraphSdl: string): Promise<PreparedRelease | undefined> => {
    const { file } = prepared;
    if (file === undefined || supergraphSdl !== prepared.supergraphSdl) return undefined;
    const plannerId = await identifyPlanner();
    return await loadPreparedRelease({ file, supergraphSdl, plannerId, log });
  };

  return async ({ supergraphSdl, subgraphs, usage }) => {
    if (config.subgraphKeyFile !== undefined) {
      const { loadSubgraphTokens } = await import('./guard/subgraph-tokens.ts');
      subgraphTokens ??= await loadSubgraphTokens(config.subgraphKeyFile, { clock, log });
    }
    const { signing } = config;
    const findRequestSigner =
      signing && (await import('./guard/request-signing.ts')).createRequestSigners(signing, clock);
    const engineOptions = {
      subgraphTokens,
      findRequestSigner,
      supergraphSdl,
      subgraphs,
      usage,
      limiter,
      http,
      clock,
      log,
      randomBytes,
      timeoutMs: config.subgraphTimeoutMs,
      maxResponseBytes: config.maxSubgraphResponseBytes,
      schemaAccess: config.schemaAccess,
      isGetWithoutPreflightAllowed: config.isGetWithoutPreflightAllowed,
    };
    if (config.engine === 'reference') {
      // ApolloGateway is large, and only this engine stands on it.
      const { createReferenceEngine } = await import('./engine/reference-engine.ts');
      return await createReferenceEngine(engineOptions);
    }
    const release = await findPrepared(supergraphSdl);
    const loaded = await loadQueryPlanner({ supergraphSdl, log, prepared: release });
    const { planner, apiSdl } = loaded;
    try {
      const engine = await createCompiledEngine({
        ...engineOptions,
        planner,
        apiSdl,
        preparedPlans: release?.plans,
        overrideLabels: config.overrideLabels,
        budget: config.budget,
        isSharingRuns: config.isSharingRuns,
        unauthorized: config.unauthorized,
      });
      if (release && options.loadPlannerAfterMs !== undefined) {
        setTimeout(() => void loaded.loadThread(), options.loadPlannerAfterMs).unref();
      }
      return engine;
    } catch (error) {
      await planner.close();
      throw error;
    }
  };
}
