import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'svix';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clerkEvent } from '../../../../local/demo/traffic/clerkUser.ts';
import { forgeries } from '../../../../local/demo/traffic/forgery.ts';
import { Sender, type Delivery } from '../../../../local/demo/traffic/sender.ts';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four by').toString('base64')}`;
const event = clerkEvent('user.updated', { id: 'user_1' }, Date.now());

type Request = { headers: IncomingHttpHeaders; body: string };
let requests: Request[];
let statuses: number[];
let reports: Delivery[];
let sender: Sender;
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  requests.push({ headers: request.headers, body });
  const status = statuses.shift() ?? 200;
  response
    .writeHead(status)
    .end(JSON.stringify({ outcome: status === 200 ? 'applied' : 'failed' }));
});

beforeEach(async () => {
  [requests, statuses, reports] = [[], [], []];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  sender = new Sender(url, SECRET, (delivery) => reports.push(delivery), [1, 1, 60_000]);
});

afterEach(async () => {
  sender.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('a delivery has a signature that svix accepts, and its answer is reported', async () => {
  await sender.send(event, 'Mira Holm');
  verify(requests[0]!);
  expect(JSON.parse(requests[0]!.body)).toEqual(event);
  expect(reports).toEqual([
    {
      type: 'user.updated',
      who: 'Mira Holm',
      attempt: 1,
      answer: { outcome: 'applied', reason: null, status: 200 },
      tookMs: expect.any(Number),
    },
  ]);
});

test('a delivery is repeated with the same svix-id until it is answered with 2xx', async () => {
  statuses = [500, 500];
  await sender.send(event, 'Mira Holm');
  await expect.poll(() => reports.length).toBe(3);
  expect(reports.map(({ attempt, answer }) => [attempt, answer.outcome])).toEqual([
    [1, 'failed'],
    [2, 'failed'],
    [3, 'applied'],
  ]);
  expect(new Set(requests.map(({ headers }) => headers['svix-id'])).size).toBe(1);
});

test('`resend` sends the scheduled retries of one person at once, and no others', async () => {
  statuses = [500, 500, 500, 500, 500, 500];
  await sender.send(event, 'Mira Holm');
  await sender.send(event, 'Otto Lind');
  await expect.poll(() => reports.length).toBe(6);
  await sender.resend('Mira Holm');
  expect(reports.slice(6)).toMatchObject([{ who: 'Mira Holm', attempt: 4 }]);
  await sender.resend('Mira Holm');
  expect(reports).toHaveLength(7);
});

test('a server that does not exist is reported as `no answer`, and nothing is thrown', async () => {
  const nowhere = new Sender('http://127.0.0.1:9/', SECRET, (delivery) => reports.push(delivery));
  expect((await nowhere.send(event, 'Mira Holm')).outcome).toBe('no answer');
  nowhere.stop();
});

const { 'signed, but no event': notAnEvent, ...badlySigned } = forgeries;

test.each(Object.entries(badlySigned))('svix rejects a request %s', (_how, forge) => {
  expect(() => verify(forge(SECRET, event, Date.now()))).toThrow();
});

test('a correctly signed request need not be an event', () => {
  const request = notAnEvent(SECRET, event, Date.now());
  verify(request);
  expect(() => JSON.parse(request.body)).toThrow();
});

function verify({ headers, body }: Request): void {
  new Webhook(SECRET).verify(body, headers as Record<string, string>);
}
