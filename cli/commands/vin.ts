// `marque vin decode`: what a vehicle identification number says.
import { Command } from 'commander';

import type { RunCommand } from '../command-context.ts';

/** What `marque vin decode` takes. */
export interface VinDecodeOptions {
  readonly url?: string;
  readonly market?: string;
}

/** Creates the command. */
export function createVinCommand(run: RunCommand): Command {
  const decode = new Command('decode')
    .description('decode vehicle identification numbers')
    .argument('<vin...>', 'VINs, or - for one a line from stdin')
    .option('--url <url>', 'the gateway (also MARQUE_GATEWAY_URL; default http://127.0.0.1:4000)')
    .option('--market <code>', 'whose rules hold for the check digit, such as US')
    .addHelpText(
      'after',
      `
Exit code 1 if one of them cannot be decoded.

Examples:
  marque vin decode WBA8E9G50GNT12345
  marque vin decode --market US 5UXCR6C05L9B12345
  cut -d, -f1 fleet.csv | marque vin decode - --json`,
    )
    .action((vins: string[], options: VinDecodeOptions) =>
      run(async (context) => {
        const { runVinDecode } = await import('../vin/run-vin-decode.ts');
        return await runVinDecode(context, vins, options);
      }),
    );
  return new Command('vin').description('vehicle identification numbers').addCommand(decode);
}
