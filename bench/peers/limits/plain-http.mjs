// The limit of a server: Node's HTTP alone, answering the same bytes without asking anybody.
// node plain-http.mjs <port> <file with [{ body, answer }]>
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import process from 'node:process';

const [port, answersFile] = process.argv.slice(2);
const answers = new Map(
  JSON.parse(readFileSync(answersFile, 'utf8')).map(({ body, answer }) => [
    body,
    Buffer.from(answer),
  ]),
);

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const answer = answers.get(Buffer.concat(chunks).toString());
    response.writeHead(answer ? 200 : 404, {
      'content-type': 'application/json',
      'content-length': answer?.length ?? 0,
    });
    response.end(answer);
  });
});
process.once('disconnect', () => process.exit(0));
server.listen(Number(port), '127.0.0.1');
