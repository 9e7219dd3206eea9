// The fuzz run at length, where a leak would show.
import { describeFuzzRun } from './fuzz/describe-fuzz-run.ts';

describeFuzzRun({ requests: 100_000, timeoutMs: 15 * 60_000, maxGrowthMib: 40 });
