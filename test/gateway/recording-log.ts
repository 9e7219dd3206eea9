// A log that keeps what is written to it.
import type { Log, LogFields } from '../../runtime/log.ts';

/** One line: its level, its event, its fields. */
export type LogEvent = LogFields & { readonly level: string; readonly event: string };

/** Creates a log and the list of its lines, which grows. */
export function createRecordingLog(): { readonly log: Log; readonly events: readonly LogEvent[] } {
  const events: LogEvent[] = [];
  const record =
    (level: string) =>
    (fields: LogFields, event: string): void => {
      events.push({ ...fields, level, event });
    };
  const log: Log = {
    debug: record('debug'),
    info: record('info'),
    warn: record('warn'),
    error: record('error'),
    child: () => log,
    isLevelEnabled: () => true,
    settle: () => Promise.resolve(),
    prepareEvent: (event) => (fields) => record('info')(fields, event),
  };
  return { log, events };
}
