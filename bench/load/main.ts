// Runs the load generator as a process of its own, beside the subgraphs and away from the gateway.
import process from 'node:process';

import { serveCalls } from '../machine/child-calls.ts';
import { type LoadOrder, runLoad } from './run-load.ts';

serveCalls(process, { run: (order: LoadOrder) => runLoad(order) });
