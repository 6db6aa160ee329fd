import { expect, test } from 'vitest';
import { ANONYMOUS } from '../../../local/auth/caller.ts';
import { QueryCache } from '../../../local/sync/queryCache.ts';
import { FakeEngine } from './fakeEngine.ts';

function setup() {
  const engine = new FakeEngine();
  const cache = new QueryCache(engine);
  const request = (key: string, path = 'get') => ({
    path,
    args: { key },
    caller: ANONYMOUS,
    journal: null,
  });
  return { engine, cache, request };
}

/** Lets everything run that waits only for promises. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('subscribers of one query share its runs', async () => {
  const { engine, cache, request } = setup();
  const changes = Array.from({ length: 200 }, () => 0);
  changes.forEach((_, index) => cache.subscribe(request('a'), () => (changes[index]! += 1)));
  await settled();
  expect(engine.runs).toEqual(['a']);

  engine.set('a', 1);
  await settled();
  expect(engine.runs).toEqual(['a', 'a']);
  expect(new Set(changes)).toEqual(new Set([2]));
});

test('queries of different identities run separately', async () => {
  const { engine, cache, request } = setup();
  const identity = { issuer: 'i', subject: 's', tokenIdentifier: 'i|s' };
  cache.subscribe(request('a'), () => {});
  cache.subscribe({ ...request('a'), caller: { admin: false, identity } }, () => {});
  cache.subscribe({ ...request('a'), caller: { admin: true, identity: null } }, () => {});
  await settled();
  expect(engine.runs).toHaveLength(3);
});

test('a commit re-runs only what it invalidates', async () => {
  const { engine, cache, request } = setup();
  cache.subscribe(request('a'), () => {});
  cache.subscribe(request('b'), () => {});
  await settled();
  engine.runs = [];
  engine.set('b', 1);
  await settled();
  expect(engine.runs).toEqual(['b']);
});

test('a query without subscribers does not run again', async () => {
  const { engine, cache, request } = setup();
  const [first, second] = [
    cache.subscribe(request('a'), () => {}),
    cache.subscribe(request('a'), () => {}),
  ];
  await settled();
  engine.runs = [];
  first.end();
  engine.set('a', 1);
  await settled();
  expect(engine.runs).toEqual(['a']);
  second.end();
  engine.set('a', 2);
  await settled();
  expect(engine.runs).toEqual(['a']);
});

test('a result holds from its run until the commit that invalidates it', async () => {
  const { engine, cache, request } = setup();
  const subscription = cache.subscribe(request('a'), () => {});
  await settled();
  expect(subscription.snapshot()).toMatchObject({ from: 1000n, until: null });
  engine.set('b', 1);
  engine.hold();
  engine.set('a', 1);
  expect(subscription.snapshot()).toMatchObject({ from: 1000n, until: 1002n });
  engine.release();
  await settled();
  expect(subscription.snapshot()).toMatchObject({ from: 1002n, until: null });
});

test('a commit that a running query does not see ends the validity of its result, and runs it again', async () => {
  const { engine, cache, request } = setup();
  engine.hold();
  const subscription = cache.subscribe(request('a'), () => {});
  engine.set('a', 1);
  const seen: unknown[] = [];
  cache.subscribe(request('a'), () => seen.push({ ...subscription.snapshot() }));
  engine.release();
  await settled();
  expect(seen).toMatchObject([
    { from: 1000n, until: 1001n },
    { from: 1001n, until: null },
  ]);
});

test('commits during a batch wait for the next batch', async () => {
  const { engine, cache, request } = setup();
  cache.subscribe(request('a'), () => {});
  cache.subscribe(request('b'), () => {});
  await settled();
  engine.runs = [];
  engine.hold();
  for (let value = 0; value < 50; value += 1) engine.set('a', value);
  engine.set('b', 1);
  expect(engine.runs).toEqual(['a']);
  engine.release();
  await settled();
  expect(engine.runs.sort()).toEqual(['a', 'a', 'b']);
});

test('a reload runs every query again', async () => {
  const { engine, cache, request } = setup();
  cache.subscribe(request('a'), () => {});
  cache.subscribe(request('b'), () => {});
  await settled();
  engine.announceReload();
  await settled();
  expect(engine.runs.sort()).toEqual(['a', 'a', 'b', 'b']);
});

test('a failure differs by its message, not by its request id', async () => {
  const { engine, cache, request } = setup();
  const subscription = cache.subscribe(request('a', 'fail'), () => {});
  await settled();
  const before = subscription.snapshot()!;
  engine.announceReload();
  await settled();
  const again = subscription.snapshot()!;
  expect(again.body).not.toBe(before.body);
  expect(again.fingerprint).toBe(before.fingerprint);
  engine.set('a', 1);
  await settled();
  expect(subscription.snapshot()!.fingerprint).not.toBe(before.fingerprint);
});
