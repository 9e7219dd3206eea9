// Seeing who a process talks to.
import { describe, expect, it } from 'vitest';

import {
  listForeignConnections,
  parseConnections,
} from '../../../bench/verify/foreign-connections.ts';

describe('parseConnections', () => {
  it('reads the remote end and the inode of each line', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:0FA0 08080808:01BB 01 00000000:00000000 00:00000000 00000000     0        0 4711 1',
    ].join('\n');

    expect(parseConnections(table)).toEqual([{ inode: '4711', remoteAddress: '08080808' }]);
  });
});

describe('listForeignConnections', () => {
  it('finds none of a process that talks to nobody', async () => {
    expect(await listForeignConnections(process.pid)).toEqual([]);
  });
});
