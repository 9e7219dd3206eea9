// The table of codes is what docs/errors.md says, and covers what the subgraphs send.
import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import type { ErrorEntry } from '../../gateway/error-entry.ts';
import { errorTable } from '../../gateway/errors.ts';
import { errorMessages } from '../../subgraphs/server/error-codes.ts';

const entries = Object.entries<ErrorEntry>(errorTable);

describe('errorTable', () => {
  it('is what docs/errors.md lists, row by row', async () => {
    const text = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8');

    const rows = text
      .split('\n')
      .filter((line) => /^\| `[A-Z_]+`/.test(line))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );

    expect(rows).toEqual(
      entries.map(([code, { status, origin, meaning, remedy }]) => [
        `\`${code}\``,
        String(status ?? '–'),
        origin,
        meaning,
        remedy,
      ]),
    );
  });

  it('lets every code of the subgraphs through, but for the one of their own faults', () => {
    const codes = Object.keys(errorMessages).filter((code) => code !== 'INTERNAL_SERVER_ERROR');

    const passedOn = entries.filter(([, entry]) => entry.fromSubgraph).map(([code]) => code);

    expect(passedOn).toEqual(expect.arrayContaining(codes));
  });
});
