// Examines REST services of the user's own against the documents that the subgraphs were made from.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { requiredOperations } from '../../infra/local/required-operations.ts';
import { compareOpenApi, type OpenApi } from './compare-open-api.ts';
import { type Finding, note, ok, problem } from './finding.ts';
import type { HttpProbe } from './http-probe.ts';

/** One service to look at. */
export interface OwnService {
  /** Such as `pricing`. */
  readonly name: string;
  readonly url: string;
  /** Where its document is, if not at `/openapi.json` below the URL. */
  readonly documentUrl?: string | undefined;
}

const maxDifferences = 12;

/** Tells what a service lacks of what its subgraph calls. */
export async function checkService(
  { name, url, documentUrl = `${url}/openapi.json` }: OwnService,
  rootDirectory: string,
  probe: HttpProbe,
): Promise<readonly Finding[]> {
  const subject = `${name} service`;
  const reply = await probe(documentUrl);
  if (reply.status === undefined) {
    const advice = `Start the service, or correct MARQUE_${name.toUpperCase()}_API_URL.`;
    return [problem(subject, `${documentUrl}: ${reply.reason}.`, advice)];
  }
  if (!isOpenApi(reply.json)) {
    const message = `${documentUrl} answers with status ${reply.status} and no OpenAPI document.`;
    const advice = `Say where it is with --openapi ${name}=URL; without one nothing can be compared.`;
    return [problem(subject, message, advice)];
  }

  const file = `services/${name}/openapi.json`;
  const ours = JSON.parse(await readFile(join(rootDirectory, file), 'utf8')) as OpenApi;
  const needed = requiredOperations.get(name) ?? [];
  const differences = compareOpenApi(ours, reply.json, needed);
  if (differences.length === 0) {
    return [ok(subject, `${url} offers all ${needed.length} operations as ${file} has them.`)];
  }
  const advice = `Add it to the service, or adapt subgraphs/${name}/${name}-api.ts to it (see ${file}).`;
  const shown = differences.slice(0, maxDifferences);
  const rest = differences.length - shown.length;
  return [
    ...shown.map((difference) => problem(subject, `${difference}.`, advice)),
    ...(rest > 0 ? [note(subject, `${rest} more differences; mend these first.`)] : []),
  ];
}

function isOpenApi(value: unknown): value is OpenApi {
  return typeof value === 'object' && value !== null && 'openapi' in value && 'paths' in value;
}
