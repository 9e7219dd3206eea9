// What is installed: exact versions, one copy where two would not work.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { rootFolder } from './read-source-files.ts';

const versionsType = z.record(z.string(), z.string());
const manifest = z
  .object({
    dependencies: versionsType,
    devDependencies: versionsType,
    engines: z.object({ node: z.string() }),
  })
  .parse(readJson('package.json'));
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        resolved: z.string().optional(),
        integrity: z.string().optional(),
        optional: z.boolean().optional(),
        os: z.array(z.string()).optional(),
        optionalDependencies: versionsType.optional(),
      }),
    ),
  })
  .parse(readJson('package-lock.json'));

const installed = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, { version = '', ...rest }]) => ({
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    path,
    version,
    ...rest,
  }));

describe('dependencies', () => {
  it('are pinned to exact versions', () => {
    const exact = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+$/;
    const declared = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    const loose = declared.filter(([, version]) => !exact.test(version));

    expect(declared.length).toBeGreaterThan(20);
    expect(loose).toEqual([]);
  });

  it('stand in the lock as they are declared', () => {
    const declared = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    const differing = declared.filter(
      ([name, version]) =>
        lock.packages[`node_modules/${name}`]?.version !==
        version.slice(version.lastIndexOf('@') + 1),
    );

    expect(differing).toEqual([]);
  });

  it('are there once where two copies would not know each other', () => {
    const copies = ['graphql', '@apollo/federation-internals', '@apollo/subgraph', 'zod'].map(
      (name) => installed.filter((entry) => entry.name === name).length,
    );

    expect(copies).toEqual([1, 1, 1, 1]);
  });

  it('are locked by their checksum, and to no registry but the public one', () => {
    const publicRegistry = 'https://registry.npmjs.org/';
    const strange = installed.filter(
      // Without an address, npm takes the registry that the machine is set up for. The binaries of
      // some other systems are locked by their version alone.
      ({ resolved = publicRegistry, integrity = '', optional = false, os }) =>
        !resolved.startsWith(publicRegistry) ||
        !(integrity.startsWith('sha512-') || (integrity === '' && optional && os)),
    );

    expect(strange.map(({ path }) => path)).toEqual([]);
  });

  it('are locked for every system, since npm ci refuses a lock that lacks an optional one', () => {
    const missing = installed.flatMap(({ path, optionalDependencies = {} }) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          !lock.packages[`${path}/node_modules/${name}`] && !lock.packages[`node_modules/${name}`],
      ),
    );

    expect(missing).toEqual([]);
  });

  it('are of one version where they are Apollo’s federation packages', () => {
    const names = ['composition', 'federation-internals', 'gateway', 'subgraph'];
    const versions = names.map((name) => manifest.dependencies[`@apollo/${name}`]);

    expect(new Set(versions).size).toBe(1);
  });
});

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(rootFolder, path), 'utf8'));
}
