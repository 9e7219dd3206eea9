// The limit of a gateway: written by hand, it makes the very fetches that the stock gateway makes, in the
// same waves, parses each reply, and then answers bytes that it knew before.
// node proxy.mjs <port> <file with [{ body, answer, waves: [[{ url, body }]] }]>
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import process from 'node:process';

import { Pool } from 'undici';

const [port, answersFile] = process.argv.slice(2);
const pools = new Map();
const operations = new Map(
  JSON.parse(readFileSync(answersFile, 'utf8')).map(({ body, answer, waves }) => [
    body,
    { answer: Buffer.from(answer), waves },
  ]),
);

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => void answer(Buffer.concat(chunks).toString(), response));
});
process.once('disconnect', () => process.exit(0));
server.listen(Number(port), '127.0.0.1');

async function answer(body, response) {
  const operation = operations.get(body);
  for (const wave of operation?.waves ?? []) await Promise.all(wave.map(fetchJson));
  response.writeHead(operation ? 200 : 404, {
    'content-type': 'application/json',
    'content-length': operation?.answer.length ?? 0,
  });
  response.end(operation?.answer);
}

async function fetchJson({ url, body }) {
  const { origin, pathname } = new URL(url);
  if (!pools.has(origin)) pools.set(origin, new Pool(origin, { connections: 128 }));
  const reply = await pools.get(origin).request({
    path: pathname,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return reply.body.json();
}
