// Stands beside a gateway whose telemetry is on: takes its traces, and scrapes its metrics each second.
// Arguments: the port to take traces on, and the address of the admin port.
import { createServer } from 'node:http';
import process from 'node:process';

const scrapeMs = 1_000;
const [port = '', adminUrl = ''] = process.argv.slice(2);

createServer((request, response) => {
  request.resume();
  request.on('end', () =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
  );
}).listen(Number(port), '127.0.0.1');

setInterval(() => {
  fetch(`${adminUrl}/metrics`).then(
    (reply) => reply.arrayBuffer(),
    // It has not started yet, or is gone.
    () => undefined,
  );
}, scrapeMs);
process.once('disconnect', () => process.exit(0));
