// The list of prepared operations; one click opens one in a tab, ready to run.
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef, useState } from 'react';

import type { OperationGroup, PreparedOperation } from './operations.ts';

/** What is offered, and with which headers it opens. */
export interface OperationPickerProps {
  readonly groups: readonly OperationGroup[];
  readonly headers: string;
  /** Where the picker lies over the page: the reader is done with it. */
  readonly onClose: () => void;
}

/** A panel beside the editor; on a narrow page, a drawer over it. */
export function OperationPicker({ groups, headers, onClose }: OperationPickerProps) {
  const openInTab = useOpenInTab(headers);
  const activeDocument = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query?.trim());
  const [search, setSearch] = useState('');
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const closeOnEscape = ({ key, target }: KeyboardEvent) => {
      if (key === 'Escape' && target instanceof Node && panel.current?.contains(target)) onClose();
    };
    addEventListener('keydown', closeOnEscape);
    return () => removeEventListener('keydown', closeOnEscape);
  }, [onClose]);

  return (
    <>
      <div className="picker-backdrop" onClick={onClose} aria-hidden="true" />
      <nav id="operation-picker" className="picker" aria-label="Operations" ref={panel}>
        <input
          type="search"
          className="picker-search"
          placeholder="Find an operation"
          aria-label="Find an operation"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        {groups.map(({ title, operations }) => {
          const found = operations.filter((operation) => isMatch(operation, search));
          if (found.length === 0) return undefined;
          return (
            <section key={title} aria-label={title}>
              <h2>{title}</h2>
              <ul>
                {found.map((operation) => (
                  <li key={operation.name}>
                    <button
                      type="button"
                      className="picker-operation"
                      aria-current={operation.document === activeDocument ? 'true' : undefined}
                      onClick={() => {
                        openInTab(operation);
                        onClose();
                      }}
                    >
                      <span className="picker-title">
                        {operation.title}
                        {operation.kind === 'mutation' && <em>mutation</em>}
                        {operation.needsSignIn && <em>sign-in</em>}
                      </span>
                      <span className="picker-description">{operation.description}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </nav>
    </>
  );
}

function isMatch({ title, description }: PreparedOperation, search: string): boolean {
  return `${title} ${description}`.toLowerCase().includes(search.trim().toLowerCase());
}

/** Goes to the tab that has the operation already, or opens one with its variables and headers. */
function useOpenInTab(headers: string): (operation: PreparedOperation) => void {
  const actions = useGraphiQLActions();
  const tabs = useGraphiQL((state) => state.tabs);
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const headerEditor = useGraphiQL((state) => state.headerEditor);

  return ({ document, variables }) => {
    const open = tabs.findIndex(({ query }) => query?.trim() === document);
    if (open >= 0) {
      actions.changeTab(open);
      return;
    }
    actions.addTab();
    queryEditor?.setValue(document);
    variableEditor?.setValue(variables);
    headerEditor?.setValue(headers);
    actions.updateActiveTabValues({ query: document, variables, headers });
  };
}
