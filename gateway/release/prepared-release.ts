// What a build makes of a release so that a gateway starts fast: API schema and plans, in one file.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import type { Log } from '../../runtime/log.ts';
import type { PreparedPlans } from '../engine/planner/prepared-plans.ts';
import { digestSupergraph } from '../engine/supergraph-features.ts';

/** Plans, and which planner made them. */
export interface PreparedRelease extends PreparedPlans {
  /** As `identifyPlanner` says; plans of one planner are not for another one's release. */
  readonly plannerId: string;
}

/** What a file must fit. */
export interface PreparedReleaseOptions {
  readonly file: string;
  readonly supergraphSdl: string;
  /** Of the planner that runs. */
  readonly plannerId: string;
  readonly log: Log;
}

/** From the folder of `schema/` and `subgraphs/`. */
export const preparedReleasePath = 'schema/prepared-release.json';

/**
 * Loads the file if there is one for this very supergraph and planner, and whole. Otherwise says why
 * in the log, and everything is loaded and planned anew.
 */
export async function loadPreparedRelease(
  options: PreparedReleaseOptions,
): Promise<PreparedRelease | undefined> {
  const { file, supergraphSdl, plannerId, log } = options;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isAbsent) log.info({ file }, 'release.not_prepared');
    else log.warn({ file, err: error }, 'release.prepared_refused');
    return undefined;
  }
  const release = parsePreparedRelease(text);
  if (!release) {
    log.warn({ file, reason: 'corrupt' }, 'release.prepared_refused');
    return undefined;
  }
  const supergraphId = digestSupergraph(supergraphSdl);
  if (release.supergraphId !== supergraphId) {
    const fields = { reason: 'other supergraph', supergraphId, preparedFor: release.supergraphId };
    log.warn({ file, ...fields }, 'release.prepared_refused');
    return undefined;
  }
  if (release.plannerId !== plannerId) {
    const fields = { reason: 'other planner', plannerId, preparedBy: release.plannerId };
    log.warn({ file, ...fields }, 'release.prepared_refused');
    return undefined;
  }
  log.info({ file, supergraphId, plans: release.plans.length }, 'release.prepared');
  return release;
}

/** Writes a release as text: its digest, a line break, JSON. */
export function formatPreparedRelease(release: PreparedRelease): string {
  const json = JSON.stringify(release);
  return `${digest(json)}\n${json}`;
}

function parsePreparedRelease(text: string): PreparedRelease | undefined {
  const end = text.indexOf('\n');
  const json = text.slice(end + 1);
  // Whoever wrote the digest wrote all of it, so its shape needs no look.
  return digest(json) === text.slice(0, Math.max(end, 0))
    ? (JSON.parse(json) as PreparedRelease)
    : undefined;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
