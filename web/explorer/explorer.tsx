// GraphiQL with our picker, top bar, colours and cost line around it.
import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';

import { CostLine } from './cost-line.tsx';
import type { DeveloperSession } from './developer-session.ts';
import { EditorLook } from './editor-look.tsx';
import { createExplorerStorage } from './explorer-storage.ts';
import { createGraphFetcher } from './graph-fetcher.ts';
import { operationGroups } from './operation-files.ts';
import { OperationPicker } from './operation-picker.tsx';
import { createRequestHeaders } from './request-headers.ts';
import type { RunCost } from './run-cost.ts';
import { createStore } from './store.ts';
import { TopBar } from './top-bar.tsx';

/** What the page hands in. */
export interface ExplorerProps {
  readonly session: DeveloperSession;
  readonly isSignInOffered: boolean;
  readonly fetch: typeof globalThis.fetch;
  /** Called once the explorer stands on the page; its editor may still be loading. */
  readonly onReady: () => void;
}

/** The whole explorer. */
export function Explorer({ session, isSignInOffered, fetch, onReady }: ExplorerProps) {
  const [isPickerOpen, setPickerOpen] = useState(false);
  const { lastRun, ...fixed } = useMemo(() => {
    const lastRunStore = createStore<RunCost | undefined>(undefined);
    const headers = createRequestHeaders(new Date());
    const first = operationGroups[0]?.operations[0];
    return {
      lastRun: lastRunStore,
      defaultHeaders: headers,
      defaultTabs: [{ query: first?.document ?? '', variables: first?.variables ?? '', headers }],
      storage: createExplorerStorage(localStorage, sessionStorage),
      fetcher: createGraphFetcher({
        token: () => session.token(),
        onAnswer: (cost) => lastRunStore.set(cost),
        fetch,
        monotonicMs: () => performance.now(),
      }),
    };
  }, [session, fetch]);

  return (
    <div className="explorer" data-picker={isPickerOpen ? 'open' : 'closed'}>
      <GraphiQL
        {...fixed}
        defaultQuery=""
        plugins={[]}
        shouldPersistHeaders={false}
        showPersistHeadersSettings={false}
        defaultEditorToolsVisibility="variables"
        inputValueDeprecation
        schemaDescription
      >
        <GraphiQL.Logo>
          <span />
        </GraphiQL.Logo>
        <GraphiQL.Footer>
          <CostLine lastRun={lastRun} />
        </GraphiQL.Footer>
        <TopBar
          session={session}
          isSignInOffered={isSignInOffered}
          isPickerOpen={isPickerOpen}
          onPickerToggle={() => setPickerOpen((isOpen) => !isOpen)}
        />
        <OperationPicker
          groups={operationGroups}
          headers={fixed.defaultHeaders}
          onClose={() => setPickerOpen(false)}
        />
        <EditorLook />
        <ReadySignal onReady={onReady} />
      </GraphiQL>
    </div>
  );
}

function ReadySignal({ onReady }: Pick<ExplorerProps, 'onReady'>) {
  useEffect(onReady, [onReady]);
  return null;
}
