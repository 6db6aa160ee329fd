/** Following a page that floods, stalls or lies, or whose answers have credentials. */
import { describe, expect, test } from 'vitest';
import { NOON } from '../../../fixtures/data/auditRow.ts';
import { clerkClient, clerkRequest } from '../fakePage.ts';
import { loads, mira, saves } from '../miraCalls.ts';
import { page, start, states, watch } from './followedPage.ts';
import { settle } from './settle.ts';

describe('a hostile page', () => {
  test('keeps at most 50 changes, and no more bodies waiting than 200', async () => {
    page.history = [loads(1)];
    await start();
    let open = 0;
    let most = 0;
    for (let at = 0; at < 1_000; at++) {
      const request = saves(1_000 + at, 900 + at);
      page.request({
        ...request,
        async body() {
          most = Math.max(most, ++open);
          await new Promise((resolve) => setTimeout(resolve, 1));
          open -= 1;
          return await request.body();
        },
      });
    }
    await settle();
    expect(open).toBe(0);
    expect(most).toBeLessThanOrEqual(6);
    expect(watch.snapshot.pairings.length).toBeLessThanOrEqual(50);
  });

  test('whose answers are huge, empty, unreadable or never come changes nothing', async () => {
    page.history = [loads(1)];
    await start();
    const before = watch.snapshot.user;
    let asked = false;
    page.request({
      ...saves(50),
      size: 50_000_000,
      async body() {
        asked = true;
        return '';
      },
    });
    page.request({ ...saves(50), body: async () => null });
    page.request({ ...saves(50), body: () => new Promise(() => {}) });
    page.request({ ...saves(50), body: () => Promise.reject(new Error('gone')) });
    page.call({ method: 'PATCH', path: 'me', from: NOON, body: '<html>' });
    await settle();
    expect(asked).toBe(false);
    expect(watch.snapshot).toMatchObject({ user: before, pairings: [] });
  });

  test('leaves no credential in what is kept', async () => {
    const client = clerkClient(mira(50));
    const sessions = [{ ...client.sessions[0], last_active_token: { jwt: 'eyJsecret' } }];
    page.call({ path: 'client', from: NOON, body: {} });
    page.history = [
      clerkRequest({
        method: 'PATCH',
        path: 'me',
        from: NOON + 40,
        body: { response: mira(50), client: { ...client, sessions } },
      }),
    ];
    await start();
    expect(states()).toEqual(['waiting']);
    const kept = JSON.stringify(watch.snapshot);
    for (const secret of ['dvb_secret', 'eyJsecret', '__clerk_db_jwt', 'sess_1']) {
      expect(kept).not.toContain(secret);
    }
  });
});
