/** Following a fake page, even if it is late, silent or gone. */
import { describe, expect, test, vi } from 'vitest';
import type { Evaluated } from '../../../../extension/page/watch/inspectedPage.ts';
import { auditRow, NOON } from '../../../fixtures/data/auditRow.ts';
import { clerkClient, clerkUser } from '../fakePage.ts';
import { loads, saves } from '../miraCalls.ts';
import { emptyLog } from './emptyLog.ts';
import { clock, leave, page, start, states, watch } from './followedPage.ts';
import { settle } from './settle.ts';

const seen = (version: number): Evaluated => ({
  kind: 'value',
  value: ['user_2ada', NOON + version, 'mira@example.com', 'Mira', 'Holm', null, null, null],
});

describe('who is signed in', () => {
  test('is read from Clerk’s answers, and no expression runs in the page', async () => {
    page.history = [loads(1)];
    await start();
    expect(watch.snapshot.user).toMatchObject({ id: 'user_2ada', updated_at: NOON + 1 });
    page.request(saves(50));
    await settle();
    expect(watch.snapshot.user).toMatchObject({ updated_at: NOON + 50 });
    expect(page.evaluated).toEqual([]);
  });

  test('is read from the page when DevTools was opened late', async () => {
    page.answer = () => seen(1);
    await start();
    expect(watch.snapshot.user).toMatchObject({
      id: 'user_2ada',
      fields: { first_name: 'Mira', email: 'mira@example.com' },
    });
    expect(page.evaluated).toHaveLength(1);
  });

  test('is unknown without Clerk, and nobody after signing out', async () => {
    await start();
    expect(watch.snapshot.user).toBeUndefined();
    page.call({
      method: 'DELETE',
      path: 'client/sessions',
      from: NOON,
      body: { response: clerkClient(null) },
    });
    await settle();
    expect(watch.snapshot.user).toBeNull();
  });

  test('is the newest version, in whichever order answers come', async () => {
    page.history = [loads(1)];
    await start();
    page.request(saves(60));
    page.request(saves(50));
    await settle();
    expect(watch.snapshot.user).toMatchObject({ updated_at: NOON + 60 });
  });

  test('is another person after they signed in', async () => {
    page.history = [loads(1)];
    await start();
    const other = clerkUser('user_2ivo', NOON - 1_000_000);
    page.call({
      method: 'POST',
      path: 'client/sign_ins',
      from: NOON + 90,
      body: { response: {}, client: clerkClient(other) },
    });
    await settle();
    expect(watch.snapshot.user?.id).toBe('user_2ivo');
  });
});

describe('a page that does not return from an expression', () => {
  test('is not asked again until it navigates', async () => {
    page.answer = () => ({ kind: 'hung' });
    await start();
    await watch.readUser();
    expect(page.evaluated).toHaveLength(1);
    page.navigate();
    await watch.readUser();
    expect(page.evaluated).toHaveLength(2);
  });
});

describe('changes', () => {
  test('from before and after the panel was opened are paired as their rows come', async () => {
    page.history = [loads(1), saves(50)];
    await start();
    const log = emptyLog();
    const stopRows = watch.followRows(log);
    expect(states()).toEqual(['waiting']);
    page.request(saves(90));
    await settle();
    expect(states()).toEqual(['waiting', 'waiting']);
    clock.at = NOON + 200;
    log.append([auditRow(100, { updated_at: NOON + 90 })]);
    expect(states()).toEqual(['overtaken', 'paired']);
    log.append([auditRow(110, { updated_at: NOON + 50, outcome: 'stale' })]);
    expect(states()).toEqual(['paired', 'paired']);
    stopRows();
  });

  test('are paired with rows that came before their call was reported, with the time when the row came', async () => {
    page.history = [loads(1)];
    await start();
    const log = emptyLog();
    watch.followRows(log);
    const row = auditRow(60, { updated_at: NOON + 50 });
    clock.at = NOON + 70;
    log.append([row]);
    clock.at = NOON + 90;
    page.request(saves(50));
    await settle();
    expect(states()).toEqual(['paired']);
    expect(watch.seenAt(row)).toBe(NOON + 70);
  });

  test('are paired with the rows of the followed deployment only', async () => {
    page.history = [loads(1), saves(50)];
    await start();
    const [first, second] = [emptyLog(), emptyLog()];
    const stopRows = watch.followRows(first);
    first.append([auditRow(60, { updated_at: NOON + 50 })]);
    expect(states()).toEqual(['paired']);
    stopRows();
    watch.followRows(second);
    expect(states()).toEqual(['waiting']);
    second.append([auditRow(70, { updated_at: NOON + 10 })]);
    expect(states()).toEqual(['waiting']);
  });

  test('are all paired when 20 are made at once and their bodies come late and out of order', async () => {
    page.history = [loads(1)];
    await start();
    const log = emptyLog();
    watch.followRows(log);
    for (let at = 0; at < 20; at++) {
      const request = saves(100 + at, 50 + at);
      const body = request.body;
      page.request({
        ...request,
        finishedAt: NOON + 200 + ((at * 7) % 20),
        body: async () => {
          await new Promise((resolve) => setTimeout(resolve, (at * 13) % 20));
          return await body();
        },
      });
    }
    await settle();
    expect(states()).toHaveLength(20);
    for (let at = 19; at >= 0; at--) {
      log.append([auditRow(300 - at, { updated_at: NOON + 100 + at })]);
    }
    expect(states()).toEqual(Array(20).fill('paired'));
    const rows = watch.snapshot.pairings.map((pairing) => 'row' in pairing && pairing.row._id);
    expect(new Set(rows).size).toBe(20);
  });

  test('stay after a navigation, while the signed-in user must be found out again', async () => {
    page.history = [loads(1)];
    await start();
    page.request(saves(50));
    await settle();
    page.navigate();
    expect(watch.snapshot.user).toBeUndefined();
    expect(states()).toEqual(['waiting']);
  });

  test('do not include a failed call, a read or a request to another API', async () => {
    page.history = [loads(1)];
    await start();
    page.request({ ...saves(50), status: 422 });
    page.request({ ...saves(50), url: 'https://api.example.com/v1/me?_method=PATCH' });
    page.request(loads(50, 40));
    await settle();
    expect(states()).toEqual([]);
  });
});

describe('after a navigation', () => {
  test('late answers of the page before are ignored, but its changes are kept', async () => {
    await start();
    let tell = (_body: string) => {};
    const late = saves(50);
    page.request({ ...late, body: () => new Promise((resolve) => (tell = resolve)) });
    await settle();
    page.navigate();
    tell((await late.body())!);
    await settle();
    expect(watch.snapshot.user).toBeUndefined();
    expect(states()).toEqual(['waiting']);
  });

  test('an expression in the page before is ignored, whether it returns late or never', async () => {
    await start();
    for (const late of [seen(1), { kind: 'hung' }] as Evaluated[]) {
      let end = (_evaluated: Evaluated) => {};
      page.answer = () => new Promise((resolve) => (end = resolve));
      void watch.readUser();
      page.navigate();
      end(late);
      await settle();
      expect(watch.snapshot.user).toBeUndefined();
    }
    page.answer = () => seen(2);
    await watch.readUser();
    expect(watch.snapshot.user).toMatchObject({ updated_at: NOON + 2 });
  });
});

describe('a page that is no longer followed', () => {
  test('has no listener left, and pending expressions do not run', async () => {
    let tell = () => {};
    page.recorded = () => new Promise((resolve) => (tell = () => resolve([])));
    await start();
    leave();
    expect(page.isLeft).toBe(true);
    tell();
    await settle();
    expect(page.evaluated).toEqual([]);
  });

  test('has no waiting answers fetched', async () => {
    await start();
    let asked = 0;
    for (let at = 0; at < 20; at++) {
      const body = () => ((asked += 1), new Promise<null>(() => {}));
      page.request({ ...saves(50), body });
    }
    await settle();
    const reading = asked;
    leave();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(reading);
  });
});
