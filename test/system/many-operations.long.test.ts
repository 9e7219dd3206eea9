// Ten thousand different operations: what gateway and subgraphs remember of each is bounded.
import { describe, expect, it } from 'vitest';

import { createHeapGauge } from './heap-gauge.ts';
import { useStack } from './stack-under-test.ts';

const operationCount = 10_000;
const atOnce = 8;
/** Over all parts together. Without bounds it would be 36 for every thousand operations. */
const maxGrowthMib = { secondHalf: 35, lastFifth: 12 };

describe('10,000 different operations', () => {
  const stack = useStack({ variables: { MARQUE_SUBGRAPH_CACHE_SIZE: '64mb' } });

  it('bring the memory to a plateau', async () => {
    const gauge = createHeapGauge();
    const heapMib: number[] = [];
    for (let sent = 0; sent < operationCount; sent += atOnce) {
      const serials = Array.from({ length: atOnce }, (_, index) => sent + index);
      const answers = await Promise.all(serials.map((serial) => stack.query(different(serial))));
      expect(answers.map(({ status, errors }) => [status, errors])).toEqual(
        serials.map(() => [200, undefined]),
      );
      if (sent % 1_000 === 0) heapMib.push(Math.round(gauge.readMib()));
    }
    heapMib.push(Math.round(gauge.readMib()));

    const [half = 0, fourFifths = 0, end = 0] = [5, 8, 10].map((thousands) => heapMib[thousands]);
    expect(heapMib).toHaveLength(11);
    expect(end - half, `MiB: ${heapMib.join(' ')}`).toBeLessThan(maxGrowthMib.secondHalf);
    expect(end - fourFifths, `MiB: ${heapMib.join(' ')}`).toBeLessThan(maxGrowthMib.lastFifth);
  });
});

/** Plans, documents and fetches of its own: names and aliases travel to the subgraphs. */
function different(serial: number): string {
  const name = `n${serial}`;
  return `query Q${serial} { ${name}: markets { id ${name}: name c${name}: currency { code } } }`;
}
