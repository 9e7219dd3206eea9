// Mercurius with its gateway plugin, which composes by the rules of Federation 1.
// node main.mjs <port> <file with [{ name, url, sdl }]>
import { readFileSync } from 'node:fs';
import process from 'node:process';

import gateway from '@mercuriusjs/gateway';
import Fastify from 'fastify';

const [port, subgraphsFile] = process.argv.slice(2);
const subgraphs = JSON.parse(readFileSync(subgraphsFile, 'utf8'));

const app = Fastify();
await app.register(gateway, {
  gateway: {
    services: subgraphs.map(({ name, url, sdl }) => ({ name, url, schema: sdl, mandatory: true })),
  },
});
process.once('disconnect', () => process.exit(0));
await app.listen({ host: '127.0.0.1', port: Number(port) });
