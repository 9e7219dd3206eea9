// Examines the gateway: ready, and serving the supergraph of this clone?
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Finding, note, ok, problem } from './finding.ts';
import type { HttpProbe } from './http-probe.ts';

/** Looks at the gateway's health. Where nobody asked for one, none is no problem. */
export async function checkGateway(
  url: string,
  isUrlSet: boolean,
  rootDirectory: string,
  probe: HttpProbe,
): Promise<Finding> {
  const subject = `gateway ${url}`;
  const reply = await probe(`${url}/health/ready`);
  if (reply.status === undefined) {
    return isUrlSet
      ? problem(subject, `${reply.reason}.`, 'Start it, or correct MARQUE_GATEWAY_URL.')
      : note(subject, 'is not running.', 'Start one with marque up.');
  }
  const { status, supergraphId } = (reply.json ?? {}) as Record<string, unknown>;
  if (typeof status !== 'string') {
    const message = `answers with status ${reply.status}, but not as a gateway does.`;
    return problem(subject, message, 'Set MARQUE_GATEWAY_URL or MARQUE_PORT to where it is.');
  }
  if (reply.status !== 200) {
    return problem(subject, `is not ready: ${status}.`, 'Wait a moment, then look at its log.');
  }
  const text = await readFile(join(rootDirectory, 'schema/supergraph.graphql'), 'utf8');
  const ours = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return supergraphId === ours
    ? ok(subject, `is ready, with the supergraph of this clone (${ours}).`)
    : note(
        subject,
        `is ready, with another supergraph (${String(supergraphId)}) than this clone (${ours}).`,
        'If it is to be the same, restart it, or run marque compose.',
      );
}
