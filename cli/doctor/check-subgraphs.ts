// Examines subgraphs of the user's own: do they answer, and with the schema that was composed?
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type DocumentNode, Kind, parse } from 'graphql';

import { type Finding, ok, problem } from './finding.ts';
import type { SignForSubgraph } from './gateway-signature.ts';
import type { HttpProbe } from './http-probe.ts';

const maxNames = 8;
// What Federation itself adds to the schema of every subgraph.
const machinery = /^_|^(link|federation)__/;

/** Tells whether a subgraph serves what schema.graphql of its folder says. */
export async function checkSubgraph(
  name: string,
  url: string,
  rootDirectory: string,
  { probe, sign }: { readonly probe: HttpProbe; readonly sign: SignForSubgraph },
): Promise<Finding> {
  const subject = `${name} subgraph`;
  const headers = await signOrNothing(sign, name);
  if (!headers) {
    const advice = 'It has to name the private key of the gateway, an Ed25519 JSON Web Key.';
    return problem(subject, 'MARQUE_SUBGRAPH_KEY_FILE is no key to sign with.', advice);
  }
  const reply = await probe(url, { query: '{ service: _service { sdl } }' }, headers);
  if (reply.status === undefined) {
    const advice = `Start it, or correct MARQUE_${name.toUpperCase()}_SUBGRAPH_URL.`;
    return problem(subject, `${url}: ${reply.reason}.`, advice);
  }
  if (reply.status === 401) {
    return problem(
      subject,
      `${url} takes tokens of its gateway only.`,
      'authorization' in headers
        ? 'Put the public key of MARQUE_SUBGRAPH_KEY_FILE into its MARQUE_GATEWAY_JWKS_FILE.'
        : "Set MARQUE_SUBGRAPH_KEY_FILE to the gateway's key, to ask as the gateway does.",
    );
  }
  const sdl = readSdl(reply.json);
  const served = sdl === undefined ? undefined : listCoordinates(sdl);
  if (!served) {
    return problem(
      subject,
      `${url} answers with status ${reply.status} and no schema.`,
      'The URL has to be that of a Federation 2 subgraph, its path included (mostly /graphql).',
    );
  }
  const file = `subgraphs/${name}/schema.graphql`;
  const composed =
    listCoordinates(await readFile(join(rootDirectory, file), 'utf8')) ?? new Set<string>();
  const missing = [...composed].filter((coordinate) => !served.has(coordinate));
  const added = [...served].filter((coordinate) => !composed.has(coordinate));
  if (missing.length + added.length === 0) {
    return ok(subject, `${url} serves the schema that was composed.`);
  }
  const differences = [
    missing.length === 0 ? undefined : `lacks ${listSome(missing)}`,
    added.length === 0 ? undefined : `also has ${listSome(added)}`,
  ].filter((text) => text !== undefined);
  return problem(
    subject,
    `${url} ${differences.join(', and ')}, compared with ${file}.`,
    `Deploy the current subgraph, or take over its schema into ${file} and run marque compose.`,
  );
}

async function signOrNothing(
  sign: SignForSubgraph,
  name: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    return await sign(name);
  } catch {
    return undefined;
  }
}

function readSdl(json: unknown): string | undefined {
  const { data } = (json ?? {}) as { data?: { service?: { sdl?: unknown } } | null };
  const sdl = data?.service?.sdl;
  return typeof sdl === 'string' ? sdl : undefined;
}

/** Fields with their types, values of enums, members of unions; undefined if it is no SDL. */
function listCoordinates(sdl: string): ReadonlySet<string> | undefined {
  let document: DocumentNode;
  try {
    document = parse(sdl, { noLocation: true });
  } catch {
    return undefined;
  }
  const coordinates = new Set<string>();
  for (const definition of document.definitions) {
    if (
      !('name' in definition) ||
      !definition.name ||
      definition.kind === Kind.DIRECTIVE_DEFINITION
    ) {
      continue;
    }
    const type = definition.name.value;
    if (machinery.test(type)) continue;
    if ('fields' in definition) {
      for (const { name } of definition.fields ?? []) {
        if (!machinery.test(name.value)) coordinates.add(`${type}.${name.value}`);
      }
    }
    if ('values' in definition) {
      for (const value of definition.values ?? []) coordinates.add(`${type}.${value.name.value}`);
    }
    if ('types' in definition) {
      for (const member of definition.types ?? []) coordinates.add(`${type}|${member.name.value}`);
    }
  }
  return coordinates;
}

function listSome(names: readonly string[]): string {
  const more = names.length > maxNames ? ` and ${names.length - maxNames} more` : '';
  return `${names.slice(0, maxNames).join(', ')}${more}`;
}
