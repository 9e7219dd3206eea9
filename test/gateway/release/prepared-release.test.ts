// Files of plans made beforehand: only what is whole and fits is taken, and the log says why not.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  formatPreparedRelease,
  loadPreparedRelease,
  type PreparedRelease,
} from '../../../gateway/release/prepared-release.ts';
import { digestSupergraph } from '../../../gateway/engine/supergraph-features.ts';
import { createRecordingLog } from '../recording-log.ts';

const supergraphSdl = 'type Query { x: Int }';
const release: PreparedRelease = {
  supergraphId: digestSupergraph(supergraphSdl),
  plannerId: 'planner-1',
  apiSdl: supergraphSdl,
  plans: [
    {
      query: '{x}',
      operationName: undefined,
      document: '{\n  x\n}',
      overrideLabels: [],
      planJson: '{"kind":"QueryPlan"}',
    },
  ],
};
const text = formatPreparedRelease(release);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'marque-prepared-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function load(
  content: string | undefined,
  running: { sdl?: string; plannerId?: string } = {},
) {
  const file = join(directory, content === undefined ? 'absent.json' : 'prepared.json');
  if (content !== undefined) await writeFile(file, content);
  const { log, events } = createRecordingLog();
  const loaded = await loadPreparedRelease({
    file,
    supergraphSdl: running.sdl ?? supergraphSdl,
    plannerId: running.plannerId ?? release.plannerId,
    log,
  });
  return { loaded, events };
}

describe('loadPreparedRelease', () => {
  it('gives what was written for this supergraph and this planner', async () => {
    const { loaded, events } = await load(text);

    expect(loaded).toEqual(release);
    expect(events).toMatchObject([{ level: 'info', event: 'release.prepared', plans: 1 }]);
  });

  it('says nothing worse than that there is none where there is none', async () => {
    const { loaded, events } = await load(undefined);

    expect(loaded).toBeUndefined();
    expect(events).toMatchObject([{ level: 'info', event: 'release.not_prepared' }]);
  });

  it.each([
    ['another supergraph', text, { sdl: 'type Query { y: Int }' }, 'other supergraph'],
    ['another planner', text, { plannerId: 'planner-2' }, 'other planner'],
    ['one that lost its end', text.slice(0, -9), {}, 'corrupt'],
    ['one with other plans than were written', text.replace('{x}', '{y}'), {}, 'corrupt'],
    ['an empty one', '', {}, 'corrupt'],
    ['JSON alone', JSON.stringify(release), {}, 'corrupt'],
  ])('refuses %s, and says why', async (_what, content, running, reason) => {
    const { loaded, events } = await load(content, running);

    expect(loaded).toBeUndefined();
    expect(events).toMatchObject([{ level: 'warn', event: 'release.prepared_refused', reason }]);
  });
});
