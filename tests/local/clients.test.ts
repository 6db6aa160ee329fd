/** The unmodified Convex clients against a running deployment. */
import { ConvexClient, ConvexHttpClient } from 'convex/browser';
import { ConvexReactClient } from 'convex/react';
import { makeFunctionReference as fn } from 'convex/server';
import { ConvexError } from 'convex/values';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startDeployment, type Deployment } from '../../local/deployment.ts';
import { eventually } from '../fixtures/eventually.ts';

const functions = new URL('../fixtures/functions', import.meta.url).pathname;
const list = fn<'query', { channel: string }, string[]>('messages:list');
const send = fn<'mutation', { channel: string; body: string }, string>('messages:send');
const sendAndFail = fn<'mutation', { channel: string }, null>('messages:sendAndFail');
const relay = fn<'action', { channel: string; body: string }, string>('messages:relay');
const crash = fn<'query', Record<string, never>, null>('messages:crash');
const channels = fn<'query', Record<string, never>, string[]>('messages:channels');
const large = fn<'query', { characters: number }, string[]>('messages:large');
const increment = fn<'mutation', { name: string }, number>('counters:increment');
const get = fn<'query', { name: string }, number>('counters:get');

let deployment: Deployment;
const opened: { close: () => unknown }[] = [];

beforeAll(async () => {
  deployment = await startDeployment({ functions, memory: true, port: 0, sitePort: 0 });
});

afterAll(() => deployment.close());

afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.close()));
});

/** The received frames with data, as the network tab would show them. */
const frames: string[] = [];

class RecordingSocket extends WebSocket {
  constructor(url: string) {
    super(url);
    this.on('message', (data: Buffer) => frames.push(String(data)));
  }
}

function client(): ConvexClient {
  const made = new ConvexClient(deployment.url, {
    webSocketConstructor: RecordingSocket as unknown as typeof globalThis.WebSocket,
    unsavedChangesWarning: false,
    logger: false,
  });
  opened.push(made);
  return made;
}

function http(): ConvexHttpClient {
  return new ConvexHttpClient(deployment.url, { logger: false });
}

test("ConvexClient sees other clients' writes without asking again", async () => {
  const seen: string[][] = [];
  client().onUpdate(list, { channel: 'live' }, (messages) => seen.push(messages));
  await eventually(() => expect(seen).toEqual([[]]));
  await http().mutation(send, { channel: 'live', body: 'hello' });
  await eventually(() => expect(seen).toEqual([[], ['hello']]));
});

test('a mutation resolves when its own subscription shows it', async () => {
  const convex = client();
  let latest: string[] = [];
  convex.onUpdate(list, { channel: 'own' }, (messages) => (latest = messages));
  await convex.mutation(send, { channel: 'own', body: 'mine' });
  expect(latest).toEqual(['mine']);
});

test('mutations of one client run in the order in which they were sent', async () => {
  const convex = client();
  const results = Array.from({ length: 50 }, () => convex.mutation(increment, { name: 'order' }));
  expect(await Promise.all(results)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
});

test('a write to a table in another range sends no frame to a subscriber', async () => {
  const convex = client();
  const seen: string[][] = [];
  convex.onUpdate(list, { channel: 'quiet' }, (messages) => seen.push(messages));
  await eventually(() => expect(seen).toEqual([[]]));
  frames.length = 0;
  for (let time = 0; time < 5; time += 1) {
    await http().mutation(send, { channel: 'elsewhere', body: 'unseen' });
  }
  await http().mutation(send, { channel: 'quiet', body: 'seen' });
  await eventually(() => expect(seen).toEqual([[], ['seen']]));
  expect(frames).toHaveLength(1);
});

test('an action calls a mutation and its result comes back', async () => {
  expect(await client().action(relay, { channel: 'relay', body: 'on' })).toBe('relayed on');
  expect(await http().action(relay, { channel: 'relay', body: 'again' })).toBe('relayed again');
  expect(await http().query(list, { channel: 'relay' })).toEqual(['on', 'again']);
});

test('a result of 12 MB reaches the client whole', async () => {
  const result = await client().query(large, { characters: 8_000_000 });
  expect(result.map((text) => text.length)).toEqual([4_000_000, 4_000_000]);
});

test.each([
  ['over the WebSocket', () => client().mutation(sendAndFail, { channel: 'failing' })],
  ['over HTTP', () => http().mutation(sendAndFail, { channel: 'failing' })],
])('a ConvexError keeps its data %s, and the writes before it are undone', async (_name, call) => {
  const error = await call().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConvexError);
  expect((error as ConvexError<any>).data).toEqual({ code: 'refused', limit: 5n });
  expect(await http().query(list, { channel: 'failing' })).toEqual([]);
});

test.each([
  ['over the WebSocket', () => client().query(crash, {})],
  ['over HTTP', () => http().query(crash, {})],
])('a bug is a server error with a request id %s', async (_name, call) => {
  await expect(call()).rejects.toThrow(/\[Request ID: [0-9a-f]{16}\] Server Error/);
});

test.each([
  ['over the WebSocket', () => client().mutation(send, { channel: 1 } as never)],
  ['over HTTP', () => http().mutation(send, { channel: 1 } as never)],
])('wrong arguments are refused %s', async (_name, call) => {
  await expect(call()).rejects.toThrow(/ArgumentValidationError/);
});

test.each([
  ['over the WebSocket', () => client().query(channels, {})],
  ['over HTTP', () => http().query(channels, {})],
])('an internal function does not exist for a client %s', async (_name, call) => {
  await expect(call()).rejects.toThrow(/Could not find public function for 'messages:channels'/);
});

test('an internal function is open to the admin key', async () => {
  const admin = http() as ConvexHttpClient & { setAdminAuth: (key: string) => void };
  admin.setAdminAuth(deployment.adminKey);
  await admin.mutation(send, { channel: 'listed', body: '' });
  expect(await admin.query(channels, {})).toContain('listed');
});

test('all queries of a consistent read see one timestamp', async () => {
  const convex = http();
  expect(await convex.consistentQuery(get, { name: 'none' })).toBe(0);
});

test('ConvexReactClient watches a query', async () => {
  const react = new ConvexReactClient(deployment.url, {
    unsavedChangesWarning: false,
    logger: false,
  });
  opened.push(react);
  const watch = react.watchQuery(get, { name: 'react' });
  const seen: unknown[] = [];
  watch.onUpdate(() => seen.push(watch.localQueryResult()));
  await eventually(() => expect(seen).toEqual([0]));
  await react.mutation(increment, { name: 'react' });
  expect(seen).toEqual([0, 1]);
});

test('a paginated query has no gaps or repetitions while rows are added', async () => {
  const page = fn<'query'>('messages:page');
  const convex = client();
  const bodies = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);
  for (const body of bodies(25)) await convex.mutation(send, { channel: 'pages', body });
  const pages = convex.onPaginatedUpdate_experimental(
    page as never,
    { channel: 'pages' } as never,
    { initialNumItems: 10 },
    () => {},
  );
  const shown = () =>
    (pages.getCurrentValue() as { results: { body: string }[] } | undefined)?.results.map(
      ({ body }) => body,
    );
  await eventually(() => expect(shown()).toHaveLength(10));
  (pages.getCurrentValue() as any).loadMore(10);
  await eventually(() => expect(shown()).toHaveLength(20));
  await convex.mutation(send, { channel: 'pages', body: 'newest' });
  await eventually(() => expect(shown()).toEqual(['newest', ...bodies(25).reverse().slice(0, 20)]));
});
