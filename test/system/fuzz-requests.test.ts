// The example operations, changed at random and sent to a gateway that runs: it survives, and says nothing of itself.
import { describeFuzzRun } from './fuzz/describe-fuzz-run.ts';

describeFuzzRun({ requests: 5_000, timeoutMs: 240_000, maxGrowthMib: 80 });
