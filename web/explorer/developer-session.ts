// Signing in as the stack's developer: the token stays in this page's memory and is gone with it.
import { createStore, type ReadableStore } from './store.ts';

/** Who is signed in, or why not. */
export type SessionState =
  | { readonly status: 'signed-out'; readonly problem?: string | undefined }
  | { readonly status: 'signing-in' }
  | { readonly status: 'signed-in'; readonly subject: string };

/** A session of this page. */
export interface DeveloperSession {
  readonly state: ReadableStore<SessionState>;
  token(): string | undefined;
  signIn(): Promise<void>;
  signOut(): void;
}

const path = '/explorer/developer-token';

/** Creates a session that nobody is signed in to. `signIn` never rejects: the state says what failed. */
export function createDeveloperSession(fetch: typeof globalThis.fetch): DeveloperSession {
  const state = createStore<SessionState>({ status: 'signed-out' });
  let token: string | undefined;

  return {
    state,
    token: () => token,
    async signIn() {
      state.set({ status: 'signing-in' });
      try {
        const response = await fetch(path, { credentials: 'omit', cache: 'no-store' });
        const answer: unknown = response.ok ? await response.json() : undefined;
        const subject = readSubject(answer);
        if (!subject) throw new Error(`The gateway gave no token (${response.status}).`);
        ({ token } = answer as { token: string });
        state.set({ status: 'signed-in', subject });
      } catch (error) {
        token = undefined;
        const problem = error instanceof Error ? error.message : String(error);
        state.set({ status: 'signed-out', problem });
      }
    },
    signOut() {
      token = undefined;
      state.set({ status: 'signed-out' });
    },
  };
}

/** The subject of a token; only the gateway can say whether the token holds. */
function readSubject(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('token' in answer)) return undefined;
  const payload = String(answer.token).split('.')[1] ?? '';
  const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
  if (typeof claims !== 'object' || claims === null || !('sub' in claims)) return undefined;
  return String(claims.sub);
}
