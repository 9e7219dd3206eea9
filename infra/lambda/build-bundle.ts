// Makes one function's folder: a bundle of everything that it imports, and its files beside it.
import { cp, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { silentLog } from '../../runtime/log.ts';
import { bundleScripts } from '../bundle/bundle-scripts.ts';
import { measureBytes } from '../bundle/measure-bytes.ts';
import { prepareReleaseFile } from '../bundle/prepare-release-file.ts';
import type { LambdaBundle } from './lambda-bundles.ts';

/** What was made. */
export interface BuiltBundle {
  readonly name: string;
  readonly directory: string;
  readonly scriptBytes: number;
  /** Of everything beside the script: schemas, tables, native modules. */
  readonly otherBytes: number;
}

const scriptName = 'index';
// libsql finds its binary by these two; the binary itself is a package for each system.
const nativePackages = ['libsql', '@neon-rs/load', 'detect-libc'];

/**
 * Bundles into `<outputDirectory>/<name>`, which it empties before. Rejects for code that cannot be
 * bundled and for assets that are not there.
 */
export async function buildBundle(
  bundle: LambdaBundle,
  projectDirectory: string,
  outputDirectory: string,
): Promise<BuiltBundle> {
  const directory = join(outputDirectory, bundle.name);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });

  await bundleScripts({
    projectDirectory,
    directory,
    entries: [{ entry: bundle.entry, name: scriptName }, ...(bundle.threads ?? [])],
    hasSourceMaps: false,
  });
  for (const { from, to } of bundle.assets) {
    await cp(join(projectDirectory, from), join(directory, to), { recursive: true });
  }
  if (bundle.preparedOperations !== undefined) {
    await prepareReleaseFile({
      supergraphSdl: await readFile(join(directory, 'schema/supergraph.graphql'), 'utf8'),
      operationsDirectory: join(projectDirectory, bundle.preparedOperations),
      directory,
      log: silentLog,
    });
  }
  if (bundle.hasDatabase) await copyNativePackages(projectDirectory, directory);

  const { size: scriptBytes } = await stat(join(directory, `${scriptName}.mjs`));
  const otherBytes = (await measureBytes(directory)) - scriptBytes;
  return { name: bundle.name, directory, scriptBytes, otherBytes };
}

/** Copies libsql and the binary of this machine's system; Lambda has no musl. */
async function copyNativePackages(projectDirectory: string, directory: string): Promise<void> {
  const binaries = await readdir(join(projectDirectory, 'node_modules/@libsql'));
  const packages = [
    ...nativePackages,
    ...binaries.filter((name) => !name.includes('musl')).map((name) => `@libsql/${name}`),
  ];
  for (const name of packages) {
    const path = join('node_modules', name);
    await cp(join(projectDirectory, path), join(directory, path), {
      recursive: true,
      dereference: true,
    });
  }
}
