// No package is installed, at whatever depth, in a version that is known to be weak.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { dependencyFloors } from './dependency-floors.ts';
import { rootFolder } from './read-source-files.ts';

const locked = z
  .object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) })
  .parse(JSON.parse(readFileSync(join(rootFolder, 'package-lock.json'), 'utf8')));
const installed = Object.entries(locked.packages).map(([path, { version = '' }]) => ({
  name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
  path,
  version,
}));

/** What strangers reach, or what reaches for others: each has had an advisory. */
const exposed = [
  '@apollo/composition',
  '@apollo/federation-internals',
  '@apollo/gateway',
  '@apollo/query-planner',
  '@apollo/server',
  'fastify',
  'find-my-way',
  'graphql',
  'jose',
  'undici',
];

describe('the floors of dependencies', () => {
  it('are kept at every depth', () => {
    const tooOld = installed.flatMap(({ name, path, version }) => {
      const floor = dependencyFloors[name];
      return floor && isBelow(version, floor.version)
        ? [`${path} ${version} is below ${floor.version}: ${floor.because}`]
        : [];
    });

    expect(tooOld).toEqual([]);
  });

  it('say why, and are there for all that strangers reach', () => {
    const silent = Object.entries(dependencyFloors).filter(([, { because }]) => because === '');
    const withoutAdvisory = exposed.filter(
      (name) => !/CVE-|GHSA-/.test(dependencyFloors[name]?.because ?? ''),
    );

    expect(silent).toEqual([]);
    expect(withoutAdvisory).toEqual([]);
    expect(exposed.filter((name) => !installed.some((entry) => entry.name === name))).toEqual([]);
  });
});

describe('isBelow', () => {
  it.each([
    ['1.2.3', '1.2.3', false],
    ['1.2.10', '1.2.9', false],
    ['1.9.0', '1.10.0', true],
    ['2.0.0', '10.0.0', true],
    ['1.0.0-rc.1', '1.0.0', true],
    ['1.0.1-rc.1', '1.0.0', false],
  ])('says of %s and %s: %s', (version, floor, expected) => {
    expect(isBelow(version, floor)).toBe(expected);
  });
});

/** Compares `major.minor.patch`; a pre-release is below its release. */
function isBelow(version: string, floor: string): boolean {
  const [release = '', preRelease] = version.split('-', 2);
  const have = release.split('.').map(Number);
  const need = floor.split('.').map(Number);
  for (const [index, wanted] of need.entries()) {
    const given = have[index] ?? 0;
    if (given !== wanted) return given < wanted;
  }
  return preRelease !== undefined;
}
