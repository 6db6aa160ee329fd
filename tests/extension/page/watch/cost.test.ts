/** The cost of following a page, counted rather than timed. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { NOON } from '../../../fixtures/data/auditRow.ts';
import { clerkClient, clerkRequest, clerkUser } from '../fakePage.ts';
import { loads, mira, saves } from '../miraCalls.ts';
import { emptyLog } from './emptyLog.ts';
import { page, start, watch } from './followedPage.ts';
import { settle } from './settle.ts';

beforeEach(async () => {
  page.history = [loads(1)];
  await start();
});

const hours = (many: number) => vi.advanceTimersByTimeAsync(many * 3_600_000);

describe('an idle page', () => {
  test('costs no timer, no call to DevTools and no expression', async () => {
    watch.followRows(emptyLog());
    page.request(saves(50));
    await settle();
    expect(vi.getTimerCount()).toBe(0);
    await hours(1);
    expect(page.timesRecordedAsked).toBe(1);
    expect(page.evaluated).toEqual([]);
  });

  test('runs one more expression after a navigation, only if the signed-in user is still unknown', async () => {
    page.navigate();
    expect(vi.getTimerCount()).toBe(1);
    await hours(1);
    expect(page.evaluated).toHaveLength(1);
    page.navigate();
    page.request(loads(1));
    await hours(1);
    expect(page.evaluated).toHaveLength(1);
    expect(page.timesRecordedAsked).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('recorded requests are asked for while a deployment is sought', () => {
  test('once, and three times after a navigation, never at an interval', async () => {
    const before = page.timesRecordedAsked;
    const leave = watch.deployments.seek();
    await hours(1);
    expect(page.timesRecordedAsked).toBe(before + 1);
    page.navigate();
    await hours(1);
    expect(page.timesRecordedAsked).toBe(before + 4);
    leave();
    page.navigate();
    await hours(1);
    expect(page.timesRecordedAsked).toBe(before + 4);
  });

  test('and no more once the search is cancelled', async () => {
    const leave = watch.deployments.seek();
    page.navigate();
    await settle();
    const before = page.timesRecordedAsked;
    leave();
    await hours(1);
    expect(page.timesRecordedAsked).toBe(before);
  });
});

describe('an answer', () => {
  test('is fetched once and parsed once', async () => {
    const parse = vi.spyOn(JSON, 'parse');
    const request = saves(50);
    const text = await request.body();
    const body = vi.fn(request.body);
    page.request({ ...request, body });
    await settle();
    expect(body).toHaveBeenCalledTimes(1);
    expect(parse.mock.calls.filter(([parsed]) => parsed === text)).toHaveLength(1);
    parse.mockRestore();
  });

  test('over 512 KiB is not parsed, and not even fetched if its size is known', async () => {
    const parse = vi.spyOn(JSON, 'parse');
    const long = mira(50, { first_name: 'x'.repeat(512 * 1_024) });
    const request = clerkRequest({
      path: 'client',
      from: NOON,
      body: { response: clerkClient(long) },
    });
    const body = vi.fn(request.body);
    page.request({ ...request, body });
    await settle();
    expect(body).not.toHaveBeenCalled();
    page.request({ ...request, size: 0, body });
    await settle();
    expect(body).toHaveBeenCalledTimes(1);
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  test('of another server than Clerk is not fetched', async () => {
    const body = vi.fn(saves(50).body);
    page.request({ ...saves(50), url: 'https://api.example.com/v1/me', body });
    page.request({ ...saves(50), status: 500, body });
    await settle();
    expect(body).not.toHaveBeenCalled();
  });
});

describe('a flood', () => {
  test('of calls about a thousand users is reported at most five times a second, the first call at once', async () => {
    let told = 0;
    watch.subscribe(() => (told += 1));
    for (let at = 0; at < 1_000; at++) {
      const body = { response: clerkUser(`user_2many${at}`, NOON + at) };
      page.call({ method: 'PATCH', path: 'me', from: NOON + at, body });
      if (at === 0) {
        await vi.advanceTimersByTimeAsync(0);
        expect(told).toBe(1);
      }
      await vi.advanceTimersByTimeAsync(1);
    }
    await settle();
    expect(told).toBeLessThanOrEqual(7);
    expect(watch.snapshot.pairings.at(-1)!.change.userId).toBe('user_2many999');
  });

  test('of deployments is reported at most five times a second, and five deployments are kept', async () => {
    let told = 0;
    watch.subscribe(() => (told += 1));
    for (let at = 0; at < 1_000; at++) {
      page.request({ ...saves(50), url: `wss://a-${at}.example.com/api/1.48.0/sync` });
    }
    await settle();
    expect(told).toBeLessThanOrEqual(2);
    expect(watch.snapshot.deployments).toHaveLength(5);
  });
});
