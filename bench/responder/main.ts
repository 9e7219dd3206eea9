// Runs the responder as a process of its own, so that it can be kept to a core and its CPU be seen.
import process from 'node:process';

import { serveCalls } from '../machine/child-calls.ts';
import { type Origins, type Responder, startResponder } from './start-responder.ts';

let responder: Responder | undefined;

serveCalls(process, {
  start: async (origins: Origins) => {
    responder = await startResponder(origins);
    return responder.url;
  },
  counts: () => responder?.counts(),
  resetCounts: () => responder?.resetCounts(),
  startRecording: (delayMs: number) => responder?.startRecording(delayMs),
  takeRecording: () => responder?.takeRecording(),
  stopRecording: () => responder?.stopRecording(),
});
