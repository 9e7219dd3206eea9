// The line under an answer: what it cost the landscape, and how long the reader waited.
import { useGraphiQL } from '@graphiql/react';
import { useEffect, useState, useSyncExternalStore } from 'react';

import { describeRunCost, type RunCost } from './run-cost.ts';
import type { ReadableStore } from './store.ts';

/** Shows the cost of the active tab's last answer. */
export function CostLine({ lastRun }: { readonly lastRun: ReadableStore<RunCost | undefined> }) {
  const run = useSyncExternalStore(lastRun.subscribe, lastRun.get);
  const activeTabId = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id);
  const [runByTab, setRunByTab] = useState<ReadonlyMap<string, RunCost>>(new Map());
  useEffect(() => {
    if (run && activeTabId !== undefined) {
      setRunByTab((before) => new Map(before).set(activeTabId, run));
    }
    // An answer belongs to the tab that is active when it comes, not to those shown later.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [run]);

  const shown = runByTab.get(activeTabId ?? '');
  return (
    <p className="cost-line" role="status">
      {shown ? (
        <>
          <span>{describeRunCost(shown)}</span>
          <span className="cost-subgraphs">
            {shown.fetches
              .map(({ subgraph, ms }) => `${subgraph} ${Math.round(ms)} ms`)
              .join(' · ')}
          </span>
        </>
      ) : (
        <span className="cost-empty">Not run yet</span>
      )}
    </p>
  );
}
