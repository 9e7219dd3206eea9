// What an examination finds, and what to do about it.

/** One thing that was looked at. A problem has to be mended; a note is worth knowing. */
export interface Finding {
  readonly level: 'ok' | 'note' | 'problem';
  /** What was looked at, such as `port 4000`. */
  readonly subject: string;
  readonly message: string;
  /** What to do; there for every problem. */
  readonly advice?: string;
}

/** All is well. */
export function ok(subject: string, message: string): Finding {
  return { level: 'ok', subject, message };
}

/** Worth knowing. */
export function note(subject: string, message: string, advice?: string): Finding {
  return { level: 'note', subject, message, ...(advice === undefined ? {} : { advice }) };
}

/** To be mended. */
export function problem(subject: string, message: string, advice: string): Finding {
  return { level: 'problem', subject, message, advice };
}
