/**
 * The least that receiving a webhook can cost on Node: a bare HTTP server, Svix's own verification, one
 * commit of SQLite for each delivery, and a message to every listener. Prints its URL once it serves.
 *
 *   node tests/bench/floorServer.ts <folder>
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { Webhook } from 'svix';
import { WebSocketServer } from 'ws';
import { SECRET } from '../fixtures/data/signing.ts';

const database = new DatabaseSync(join(process.argv[2]!, 'floor.sqlite'));
database.exec(`
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE deliveries (id TEXT PRIMARY KEY, body TEXT NOT NULL);
`);
const insert = database.prepare('INSERT INTO deliveries (id, body) VALUES (?, ?)');
const webhook = new Webhook(SECRET);

const server = createServer((request, response) => {
  void text(request).then((body) => {
    webhook.verify(body, request.headers as Record<string, string>);
    insert.run(request.headers['svix-id'] as string, body);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"outcome":"applied"}');
    for (const listener of listeners.clients) listener.send(body);
  });
});
const listeners = new WebSocketServer({ server });
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
