// Where a command writes: its result to one stream, everything said beside it to the other.
import type { WriteStream } from 'node:tty';

/** A colour that a terminal can show. */
export type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** Colours a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

/** The two streams of a command. */
export interface Terminal {
  /** The result, for a person or a pipe. */
  readonly out: (text: string) => void;
  /** What a person should know beside the result. */
  readonly note: (text: string) => void;
  readonly paintOut: Paint;
  readonly paintNote: Paint;
  /** Of the screen that the result goes to; absent where it goes elsewhere. */
  readonly size?: () => { readonly columns: number; readonly rows: number } | undefined;
}

/** The part of `process` that is needed. */
export interface TerminalProcess {
  readonly stdout: NodeJS.WritableStream &
    Partial<Pick<WriteStream, 'isTTY' | 'hasColors' | 'columns' | 'rows'>>;
  readonly stderr: NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY' | 'hasColors'>>;
  readonly exit: (code: number) => void;
}

const codes: Readonly<Record<Colour, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
};

/** Creates the terminal of a process. A reader that has gone away ends it with 0, in silence. */
export function createTerminal({ stdout, stderr, exit }: TerminalProcess): Terminal {
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      exit(0);
    });
  }
  return {
    out: (text) => void stdout.write(text),
    note: (text) => void stderr.write(text),
    paintOut: createPaint(stdout),
    paintNote: createPaint(stderr),
    size: () => {
      const { isTTY, columns, rows } = stdout;
      return isTTY && columns && rows ? { columns, rows } : undefined;
    },
  };
}

/** Node's own answer is asked, which also knows NO_COLOR and TERM=dumb. */
function createPaint(stream: TerminalProcess['stderr']): Paint {
  const hasColours = stream.isTTY === true && stream.hasColors?.() === true;
  if (!hasColours) return (_colour, text) => text;
  return (colour, text) => {
    const [on, off] = codes[colour];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}
