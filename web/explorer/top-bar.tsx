// Name, picker button, theme and who is signed in.
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useSyncExternalStore } from 'react';

import type { DeveloperSession } from './developer-session.ts';

/** What the bar shows and changes. */
export interface TopBarProps {
  readonly session: DeveloperSession;
  readonly isSignInOffered: boolean;
  readonly isPickerOpen: boolean;
  readonly onPickerToggle: () => void;
}

/** The bar across the top of the page. */
export function TopBar({ session, isSignInOffered, isPickerOpen, onPickerToggle }: TopBarProps) {
  return (
    <header className="top-bar">
      <button
        type="button"
        className="picker-button"
        aria-expanded={isPickerOpen}
        aria-controls="operation-picker"
        onClick={onPickerToggle}
      >
        Operations
      </button>
      <h1 className="wordmark">marque</h1>
      <ThemeChoice />
      {isSignInOffered && <SignIn session={session} />}
    </header>
  );
}

function ThemeChoice() {
  const theme = useGraphiQL((state) => state.theme);
  const { setTheme } = useGraphiQLActions();
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    // GraphiQL asks for the system's choice only when it is told a theme.
    const follow = () => setTheme(theme);
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, [theme, setTheme]);

  return (
    <select
      className="theme-choice"
      aria-label="Theme"
      value={theme ?? 'system'}
      onChange={({ target: { value } }) =>
        setTheme(value === 'light' || value === 'dark' ? value : null)
      }
    >
      <option value="system">System</option>
      <option value="light">Light</option>
      <option value="dark">Dark</option>
    </select>
  );
}

function SignIn({ session }: { readonly session: DeveloperSession }) {
  const state = useSyncExternalStore(session.state.subscribe, session.state.get);

  if (state.status === 'signed-in') {
    return (
      <div className="session" role="status">
        <span>
          <span className="session-words">signed in as </span>
          <strong>{state.subject}</strong>
        </span>
        <button type="button" className="link-button" onClick={() => session.signOut()}>
          sign out
        </button>
      </div>
    );
  }
  const problem = state.status === 'signed-out' ? state.problem : undefined;
  return (
    <div className="session" role="status">
      {problem !== undefined && <span className="session-problem">{problem}</span>}
      <button
        type="button"
        className="sign-in-button"
        disabled={state.status === 'signing-in'}
        onClick={() => void session.signIn()}
      >
        Sign in<span className="session-words"> as developer</span>
      </button>
    </div>
  );
}
