// Bundles entries with everything that they import into scripts that run without node_modules.
import { build } from 'esbuild';

import { leanPackages } from './lean-packages.ts';
import { requireBuiltins } from './require-builtins.ts';
import { leaveOutUnreachablePackages } from './unreachable-packages.ts';

/** An entry, from the project's root, and its script's name without `.mjs`. */
export interface BundleEntry {
  readonly entry: string;
  readonly name: string;
}

/** What is bundled, and how. */
export interface BundleOptions {
  readonly projectDirectory: string;
  readonly directory: string;
  readonly entries: readonly BundleEntry[];
  /** Whether a map lies beside each script, by which `node --enable-source-maps` tells lines of the source. */
  readonly hasSourceMaps: boolean;
}

/** Bundles into one folder, flat. Rejects for code that cannot be bundled. */
export async function bundleScripts(options: BundleOptions): Promise<void> {
  await build({
    absWorkingDir: options.projectDirectory,
    entryPoints: options.entries.map(({ entry, name }) => ({ in: entry, out: name })),
    outdir: options.directory,
    outExtension: { '.js': '.mjs' },
    // What is imported late, or by a thread as well, is a script of its own.
    splitting: true,
    chunkNames: '[name]-[hash]',
    sourcemap: options.hasSourceMaps && 'linked',
    sourcesContent: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    // Modules, since only they may wait before they are ready.
    format: 'esm',
    minifySyntax: true,
    minifyWhitespace: true,
    // Names stay, since they are part of log lines and of stacks; to minify them and to set each
    // function's name again takes longer at a start than to read them.
    minifyIdentifiers: false,
    legalComments: 'none',
    external: ['libsql'],
    plugins: [leaveOutUnreachablePackages, leanPackages, requireBuiltins],
    banner: {
      // Packages in CommonJS still call what only CommonJS has.
      js: "import{createRequire as $createRequire}from'node:module';const require=$createRequire(import.meta.url);const __filename=import.meta.filename;const __dirname=import.meta.dirname;",
    },
    logLevel: 'error',
  });
}
