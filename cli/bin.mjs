#!/usr/bin/env node
// The program `marque`: checks what it stands on, lets Node read TypeScript, and hands over to main.ts.
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`marque needs Node 20.19 or newer; this is ${process.versions.node}.`);
}
const tsx = await import('tsx/esm/api').catch(() => undefined);
if (tsx === undefined) fail('The dependencies of marque are not installed; run npm ci.');

// The tsconfig.json of whatever folder it is called in is none of our business.
tsx.register({ tsconfig: false });
await import('./main.ts');

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
