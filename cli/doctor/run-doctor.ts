// What `marque doctor` does: looks at everything, then says what to do.
import { localParts } from '../../infra/local/local-parts.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../command-context.ts';
import type { DoctorOptions } from '../commands/doctor.ts';
import { createCliFault, type ExitCode, exitCodes } from '../faults.ts';
import { toPrintable } from '../terminal/printable-text.ts';
import type { Colour } from '../terminal/terminal.ts';
import { checkGateway } from './check-gateway.ts';
import { checkDataDirectory, checkNode } from './check-machine.ts';
import { checkPort } from './check-ports.ts';
import { checkRedis } from './check-redis.ts';
import { checkService } from './check-services.ts';
import { checkSubgraph } from './check-subgraphs.ts';
import { type Finding, note } from './finding.ts';
import { createGatewaySignature } from './gateway-signature.ts';
import { createHttpProbe, type HttpProbe } from './http-probe.ts';

const marks: Readonly<Record<Finding['level'], readonly [Colour, string]>> = {
  ok: ['green', 'ok     '],
  note: ['yellow', 'note   '],
  problem: ['red', 'problem'],
};

/** Examines everything that the configuration names. */
export async function runDoctor(
  context: CommandContext,
  options: DoctorOptions,
): Promise<ExitCode> {
  const documents = parseDocumentUrls(options.openapi);
  const { probe, close } = createHttpProbe(context.clock);
  const findings = await examine(context, documents, probe);
  await close();

  const problems = findings.filter(({ level }) => level === 'problem').length;
  if (context.isJson) {
    writeJson(context, { status: problems === 0 ? 'ok' : 'problems', findings });
  } else {
    const { out, paintOut: paint } = context.terminal;
    for (const { level, subject, message, advice } of findings) {
      const [colour, word] = marks[level];
      out(
        `${paint(colour, word)}  ${paint('bold', toPrintable(subject))}: ${toPrintable(message)}\n`,
      );
      if (advice !== undefined) out(`         → ${toPrintable(advice)}\n`);
    }
    const end = problems === 0 ? 'Nothing has to be done.' : `${problems} problem(s) to mend.`;
    out(`\n${paint('bold', end)}\n`);
  }
  return problems === 0 ? exitCodes.ok : exitCodes.negative;
}

async function examine(
  { config, clock, rootDirectory }: CommandContext,
  documents: ReadonlyMap<string, string>,
  probe: HttpProbe,
): Promise<readonly Finding[]> {
  const sign = createGatewaySignature(config.subgraphKeyFile, clock);
  const { ports, ownUrls, redisUrl, gatewayUrl, isGatewayUrlSet } = config;
  const ownParts = localParts.flatMap(({ name, tier, urlVariable }) => {
    const url = ownUrls.get(urlVariable);
    return url === undefined ? [] : [{ name: name.split(' ')[0] ?? name, tier, url }];
  });
  const checks: readonly Promise<Finding | readonly Finding[]>[] = [
    Promise.resolve(checkNode(process.versions.node)),
    checkDataDirectory(config.dataDirectory),
    ...[...ports].map(([variable, port]) => checkPort(variable, port, probe)),
    checkGateway(gatewayUrl, isGatewayUrlSet, rootDirectory, probe),
    redisUrl === undefined
      ? Promise.resolve(note('Redis', 'is not used: MARQUE_REDIS_URL is not set.'))
      : checkRedis(redisUrl, clock),
    ...ownParts.map(({ name, tier, url }) =>
      tier === 'service'
        ? checkService({ name, url, documentUrl: documents.get(name) }, rootDirectory, probe)
        : checkSubgraph(name, url, rootDirectory, { probe, sign }),
    ),
  ];
  return (await Promise.all(checks)).flat();
}

function parseDocumentUrls(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const [, name, url] = /^([a-z]+)=(https?:\/\/.+)$/.exec(text) ?? [];
      if (name === undefined || url === undefined || !URL.canParse(url)) {
        const message = `--openapi ${text} is not of the form name=URL.`;
        throw createCliFault('USAGE_INVALID', message);
      }
      return [name, url];
    }),
  );
}
