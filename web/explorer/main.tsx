// The page: reads what the gateway wrote into it and puts the explorer in place.
import 'graphiql/setup-workers/vite';
import './explorer.css';

import { createRoot } from 'react-dom/client';

import { createDeveloperSession } from './developer-session.ts';
import { Explorer } from './explorer.tsx';

const root = document.querySelector('#root');
const signIn = document.querySelector<HTMLMetaElement>('meta[name="marque-sign-in"]');
const fetchHere: typeof fetch = (input, init) => fetch(input, init);

if (root) {
  createRoot(root).render(
    <Explorer
      session={createDeveloperSession(fetchHere)}
      isSignInOffered={signIn?.content === 'developer'}
      fetch={fetchHere}
      onReady={() => document.querySelector('#shell')?.remove()}
    />,
  );
}
