/* What a team would write in an afternoon: Node's own http server and better-sqlite3; for each request one
 * transaction with its events and their sums. bench/events.mjs compares Ripen with it.
 *
 *     node events_node.mjs FILE      prints the port that it listens on */
import { createServer } from 'node:http';
import Database from 'better-sqlite3';

const db = new Database(process.argv[2]);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL'); // an answer is a promise
db.exec(`
  CREATE TABLE event (message_id TEXT PRIMARY KEY, received INTEGER, name TEXT, user TEXT, account TEXT, body TEXT) WITHOUT ROWID;
  CREATE TABLE usage (account TEXT, name TEXT, day TEXT, count INTEGER, PRIMARY KEY (account, name, day)) WITHOUT ROWID;
  CREATE TABLE user_day (account TEXT, user TEXT, day TEXT, PRIMARY KEY (account, user, day)) WITHOUT ROWID`);
const insert = db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
const add = db.prepare('INSERT INTO usage VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1');
const seen = db.prepare('INSERT INTO user_day VALUES (?, ?, ?) ON CONFLICT DO NOTHING');

const store = db.transaction((events) => {
  const received = Date.now();
  for (const event of events) {
    const { messageId, event: name, userId, context, timestamp } = event;
    const account = context?.groupId;
    if (!insert.run(messageId, received, name, userId, account, JSON.stringify(event)).changes) continue;
    const day = timestamp.slice(0, 10);
    add.run(account, name, day);
    seen.run(account, userId, day);
  }
});

const server = createServer((request, reply) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks));
    store(body.batch ?? [body]);
    reply.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true}');
  });
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
process.on('SIGTERM', () => {
  server.closeAllConnections();
  console.log(`stored ${db.prepare('SELECT sum(count) AS n FROM usage').get().n ?? 0}`);
  db.close();
  process.exit();
});
