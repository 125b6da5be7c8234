// Serves the workspace of live-answers.js on a free port, which it prints. On SIGTERM it prints how many requests it got:
//   node bench/live-server.js '{"live":10000,"tags":false,"latencyMs":0}'
import { createServer } from 'node:http';
import { liveAnswers } from './live-answers.js';

const { latencyMs = 0, limit = 10_000, ...workspace } = JSON.parse(process.argv[2] ?? '{"live":0}');
const answers = liveAnswers(workspace);
const asked = { requests: 0, searches: 0, connections: 0 };
let open = 0;

const server = createServer((request, response) => {
  const pieces = [];
  asked.requests += 1;
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    if (latencyMs === 0) answer(request, pieces, response);
    else setTimeout(answer, latencyMs, request, pieces, response);
  });
});
// A connection carries one request at a time, so the most open connections are the most requests in flight.
server.on('connection', (socket) => {
  open += 1;
  asked.connections = Math.max(asked.connections, open);
  socket.on('close', () => {
    open -= 1;
  });
});
server.keepAliveTimeout = 75_000;
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));

function answer({ method, url }, pieces, response) {
  const body = method === 'POST' ? posted(url, pieces) : answers.get(url);
  if (body === undefined) return response.writeHead(404, headers()).end('{"type":"error.list","errors":[]}');
  response.writeHead(200, headers()).end(body);
}

function posted(url, pieces) {
  if (url === '/contacts') return answers.create(JSON.parse(Buffer.concat(pieces).toString()));
  if (!url.startsWith('/contacts/search')) return undefined;
  asked.searches += 1;
  return answers.search(JSON.parse(Buffer.concat(pieces).toString()));
}

/** The headers of every answer, with a rate limit that is never reached. */
function headers() {
  const window = Math.floor(Date.now() / 10_000) * 10;
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'Intercom-Version': '2.16',
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(limit),
    'X-RateLimit-Reset': String(window + 12),
  };
}

process.on('SIGTERM', () => {
  console.log(JSON.stringify(asked));
  process.exit();
});
