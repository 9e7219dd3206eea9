// Examines this machine: Node's version and the data folder.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { type Finding, ok, problem } from './finding.ts';

const leastNode = { major: 20, minor: 19 };

/** Tells whether this version of Node, such as `20.19.0`, is new enough. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const { major: leastMajor, minor: leastMinor } = leastNode;
  const isEnough = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  const least = `${leastMajor}.${leastMinor}`;
  return isEnough
    ? ok('Node', `${version}; ${least} or newer is needed.`)
    : problem('Node', `${version} is too old.`, `Install Node ${least} or newer.`);
}

/** Tells whether databases and keys can be written; makes nothing. */
export async function checkDataDirectory(directory: string): Promise<Finding> {
  const subject = `folder ${directory}`;
  const advice = 'Give this user write access, or set MARQUE_DATA_DIR to another folder.';
  let place = resolve(directory);
  for (;;) {
    const found = await stat(place).catch((error: NodeJS.ErrnoException) => error.code ?? 'EIO');
    if (typeof found === 'object') {
      if (!found.isDirectory()) return problem(subject, `${place} is no folder.`, advice);
      break;
    }
    if (found !== 'ENOENT' && found !== 'ENOTDIR') {
      return problem(subject, `${place} cannot be looked at (${found}).`, advice);
    }
    place = dirname(place);
  }
  const isWritable = await access(place, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable) return problem(subject, `${place} cannot be written.`, advice);
  const isThere = place === resolve(directory);
  return ok(subject, isThere ? 'can be written.' : 'will be made at the first start.');
}
