// Launches a part in this very process: the quickest start, and the default.
import type { AnswerInProcess } from '../../runtime/http/in-process-exchange.ts';
import type { LaunchPart, PartDependencies } from './part-definition.ts';

/** What launched parts share, and whether they may ask each other without sockets. */
export interface InProcessLauncherOptions extends Omit<PartDependencies, 'inProcess'> {
  readonly skipsSockets?: boolean | undefined;
}

/**
 * Parts share the process's log and clock; each still listens on a port of its own. One that
 * stopped is asked by its socket again, which nobody answers.
 */
export function createInProcessLauncher(options: InProcessLauncherOptions): LaunchPart {
  const { log, clock, skipsSockets } = options;
  const inProcess = new Map<string, AnswerInProcess>();
  return async (definition, environment) => {
    const part = await definition.start(environment, { log, clock, inProcess });
    const { origin } = new URL(part.url);
    if (skipsSockets && part.answer) inProcess.set(origin, part.answer);
    return {
      ...part,
      stop() {
        inProcess.delete(origin);
        return part.stop();
      },
    };
  };
}
