// Launches a part in this very process: the quickest start, and the default.
import type { LaunchPart, PartDependencies } from './part-definition.ts';

/** Parts share the process's log and clock; each still listens on a port of its own. */
export function createInProcessLauncher(dependencies: PartDependencies): LaunchPart {
  return (part, environment) => part.start(environment, dependencies);
}
