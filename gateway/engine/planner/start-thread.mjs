// Runs the planner's thread from source: Node.js 20 takes no hooks for a thread's first file.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
