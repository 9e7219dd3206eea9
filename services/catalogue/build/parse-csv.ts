// Reads CSV as ADEME and the EPA publish it: quoted cells, `;` or `,`, a byte order mark, a header line.

/** One record by column name. A missing cell reads as the empty string. */
export type CsvRecord = Readonly<Record<string, string>>;

/** Throws on an unterminated quote. */
export function parseCsv(text: string, separator: ',' | ';'): readonly CsvRecord[] {
  const [header = [], ...lines] = splitLines(text.replace(/^\uFEFF/, ''), separator);
  return lines
    .filter((cells) => cells.some((cell) => cell !== ''))
    .map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
}

/** `1.234` and `1,234` alike; an empty cell is `null`. */
export function parseDecimal(cell: string | undefined): number | null {
  if (cell === undefined || cell.trim() === '') return null;
  const value = Number(cell.trim().replace(',', '.'));
  if (!Number.isFinite(value)) throw new Error(`not a number: ${cell}`);
  return value;
}

function splitLines(text: string, separator: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text.charAt(index + 1) === '"') {
        cell += '"';
        index += 1;
      } else isQuoted = false;
    } else if (char === '"') isQuoted = true;
    else if (char === separator) {
      line.push(cell);
      cell = '';
    } else if (char === '\n') {
      lines.push([...line, cell]);
      line = [];
      cell = '';
    } else if (char !== '\r') cell += char;
  }
  if (isQuoted) throw new Error('unterminated quote at the end of the file');
  if (cell !== '' || line.length > 0) lines.push([...line, cell]);
  return lines;
}
