// What `marque vin decode` does: asks the graph, some VINs at a time.
import type { CommandContext } from '../command-context.ts';
import { writeJson } from '../command-context.ts';
import type { VinDecodeOptions } from '../commands/vin.ts';
import { createCliFault, type ExitCode, exitCodes } from '../faults.ts';
import { askGateway, parseGatewayUrl } from '../query/gateway-client.ts';
import { toPrintable } from '../terminal/printable-text.ts';

/** What became of one VIN. */
interface VinOutcome {
  readonly vin: string;
  readonly decoding: Readonly<Record<string, unknown>> | null;
  readonly error?: string;
}

// Fewer than the aliases that the gateway lets one operation have.
const vinsPerOperation = 10;
const maxVins = 1_000;
const fields = `vin wmi manufacturer brand { name } vehicleType typeKey checkDigit modelYear model series
  trim bodyClass doors fuel cylinders displacementCc plantCity plantCountry serialNumber provenance source`;

/** Decodes VINs; `-` among them stands for those of stdin. */
export async function runVinDecode(
  context: CommandContext,
  words: readonly string[],
  options: VinDecodeOptions,
): Promise<ExitCode> {
  const { config, terminal, isJson, clock } = context;
  const url = parseGatewayUrl(options.url ?? config.gatewayUrl);
  const vins: string[] = [];
  for (const word of words) {
    if (word === '-') vins.push(...(await context.readStdin()).split(/\s+/).filter(Boolean));
    else vins.push(word);
  }
  if (vins.length === 0 || vins.length > maxVins) {
    const message = `There are ${vins.length} VINs; between 1 and ${maxVins} can be decoded at once.`;
    throw createCliFault('USAGE_INVALID', message);
  }

  const outcomes: VinOutcome[] = [];
  for (let start = 0; start < vins.length; start += vinsPerOperation) {
    const some = vins.slice(start, start + vinsPerOperation);
    const body = createOperation(some, options.market);
    const answer = await askGateway({ url, headers: {}, body }, clock);
    const general = answer.errors?.find(({ path }) => path === undefined)?.message;
    for (const [index, vin] of some.entries()) {
      const alias = `v${index}`;
      const own = answer.errors?.find(({ path }) => path?.[0] === alias)?.message;
      const decoding = (answer.data?.[alias] ?? null) as VinOutcome['decoding'];
      const error = own ?? general ?? (decoding === null ? 'Nothing is known of it.' : undefined);
      outcomes.push({ vin, decoding, ...(error === undefined ? {} : { error }) });
    }
  }

  if (isJson) writeJson(context, { vins: outcomes });
  else for (const outcome of outcomes) terminal.out(`${describe(outcome, context)}\n`);
  return outcomes.every(({ error }) => error === undefined) ? exitCodes.ok : exitCodes.negative;
}

function createOperation(vins: readonly string[], market: string | undefined) {
  const names = vins.map((_vin, index) => `v${index}`);
  const declarations = names.map((name) => `$${name}: ID!`).join(' ');
  const selections = names.map(
    (name) => `${name}: decodeVin(vin: $${name}, market: $market) { ${fields} }`,
  );
  return {
    query: `query DecodeVins(${declarations} $market: ID) { ${selections.join(' ')} }`,
    variables: {
      ...Object.fromEntries(vins.map((vin, index) => [`v${index}`, vin])),
      ...(market === undefined ? {} : { market }),
    },
  };
}

function describe({ vin, decoding, error }: VinOutcome, { terminal }: CommandContext): string {
  const paint = terminal.paintOut;
  const head = paint('bold', toPrintable(vin));
  if (decoding === null) return `${head}  ${paint('red', toPrintable(error ?? ''))}`;
  const rows = Object.entries(decoding)
    .filter(([name, value]) => name !== 'vin' && value !== null)
    .map(([name, value]) => {
      const label = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
      const text = name === 'brand' ? (value as { name: string }).name : String(value);
      return `  ${label.padEnd(18)} ${toPrintable(text)}`;
    });
  return [head, ...rows].join('\n');
}
