// A plot of a run: requests a second of every contestant, cell by cell, on a logarithmic scale.
import { nameCell } from '../run/bench-plan.ts';
import type { BenchReport, CellReport } from '../run/bench-report.ts';

const width = 860;
const labelWidth = 300;
const barHeight = 16;
const rowHeight = 22;
const headHeight = 34;
const decades = 5;

/** Writes an SVG document that needs nothing else. */
export function writeSvg({ cells, names }: BenchReport): string {
  let top = 10;
  const panels = cells.map((cell) => {
    const panel = `<g transform="translate(0 ${top})">${writePanel(cell, names)}</g>`;
    top += headHeight + cell.figures.length * rowHeight + 14;
    return panel;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${width}" height="${top}" fill="#fff"/>`,
    ...panels,
    '</svg>\n',
  ].join('\n');
}

function writePanel({ cell, figures }: CellReport, names: ReadonlyMap<string, string>): string {
  const title = `<text x="10" y="18" font-weight="600" fill="#111">${escapeXml(nameCell(cell))}: requests/s, min–median–max</text>`;
  const rows = figures.map(({ contestant, requestsPerSecond }, index) => {
    const y = headHeight + index * rowHeight;
    const { min, median, max } = requestsPerSecond;
    const middle = y + barHeight / 2;
    const fill = contestant.startsWith('ours')
      ? '#1c69d4'
      : contestant.startsWith('limit')
        ? '#c9ced6'
        : '#7f8fa6';
    return [
      `<text x="${labelWidth - 8}" y="${y + 12}" text-anchor="end" fill="#111">${escapeXml(names.get(contestant) ?? contestant)}</text>`,
      `<rect x="${labelWidth}" y="${y}" width="${scale(median)}" height="${barHeight}" fill="${fill}"/>`,
      `<line x1="${labelWidth + scale(min)}" x2="${labelWidth + scale(max)}" y1="${middle}" y2="${middle}" stroke="#111"/>`,
      `<text x="${labelWidth + scale(max) + 6}" y="${y + 12}" fill="#333">${median.toFixed(0)}</text>`,
    ].join('');
  });
  return [title, ...rows].join('\n');
}

/** One request a second is at 0, a hundred thousand at the right end. */
function scale(requestsPerSecond: number): number {
  const share = Math.log10(Math.max(1, requestsPerSecond)) / decades;
  return Number((Math.min(1, share) * (width - labelWidth - 60)).toFixed(1));
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
