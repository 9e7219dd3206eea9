// The stock gateway as its makers show it: ApolloGateway under Apollo Server's standalone server.
// node main.mjs <port> <supergraph file>; telemetry is off by the environment.
import { readFileSync } from 'node:fs';
import process from 'node:process';

import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const [port, supergraphFile] = process.argv.slice(2);
const gateway = new ApolloGateway({ supergraphSdl: readFileSync(supergraphFile, 'utf8') });
const server = new ApolloServer({ gateway });

process.once('disconnect', () => process.exit(0));
await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(port) } });
