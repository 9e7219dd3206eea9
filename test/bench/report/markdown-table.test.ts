// Tables for people.
import { describe, expect, it } from 'vitest';

import { writeMarkdown, writeTable } from '../../../bench/report/markdown-table.ts';
import { writeSvg } from '../../../bench/report/svg-plot.ts';
import { writeTargetRows } from '../../../bench/report/target-rows.ts';
import { createReport } from './sample-report.ts';

describe('writeTable', () => {
  it('aligns columns, figures to the right', () => {
    expect(
      writeTable(
        ['who', 'ms'],
        [
          ['stock', '12.5'],
          ['we', '1'],
        ],
      ),
    ).toBe(
      ['| who   |   ms |', '| ----- | ---: |', '| stock | 12.5 |', '| we    |    1 |'].join('\n'),
    );
  });
});

describe('writeMarkdown', () => {
  it('shows each contestant with its spread and how it compares', () => {
    const markdown = writeMarkdown(createReport());

    expect(markdown).toContain('### guild-shape/heavy/distinct/c50 (87.0 KB)');
    expect(markdown).toMatch(/\| marque +\| +190–200–210 .*\| +2\.00 \| +0\.50 \|/);
  });

  it('says what did not take part, what is doubtful, and how quiet the machine was', () => {
    const markdown = writeMarkdown(createReport());

    expect(markdown).toContain('- mercurius, vehicle: cannot compose');
    expect(markdown).toContain('- The machine was not quiet.');
    expect(markdown).toContain('Steal 1.0 %, neighbours on this machine 20.0 % of its CPU');
  });
});

describe('writeSvg', () => {
  it('draws a bar for each contestant and escapes what it writes', () => {
    const svg = writeSvg(createReport());

    expect(svg.match(/<rect x=/g)).toHaveLength(3);
    expect(svg).toContain('&lt;stock&gt;');
    expect(svg).not.toContain('<stock>');
  });
});

describe('writeTargetRows', () => {
  it('tells what is met, what is missed and what was not measured', () => {
    const rows = writeTargetRows(createReport());

    expect(rows.find(({ id }) => id === 'M8')).toMatchObject({ measured: '16.0', met: false });
    expect(rows.find(({ id }) => id === 'quick')).toMatchObject({ met: true });
    expect(rows.find(({ id }) => id === 'M2')).toEqual({
      id: 'M2',
      target: expect.stringContaining('grafbase') as string,
      measured: 'not measured',
    });
  });
});
