/** Many changes at once, whose webhooks overtake each other, in the real DevTools window. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import type { PanelDriver } from '../fixtures/browser/panelDriver.ts';
import { Backend } from './backend.ts';
import { newMira } from './people.ts';
import { startStoryPage, type StoryPage } from './storyPage.ts';

const AT_ONCE = 20;
/** How many changes the panel keeps. */
const KEPT = 50;

let backend: Backend;
let story: StoryPage;
let browser: PanelBrowser;
let page: Page;
let panel: PanelDriver;
let sent = 0;

beforeAll(async () => {
  backend = await Backend.start();
  // Many webhooks overtake others, even those of the round before.
  story = await startStoryPage(backend, newMira(), () => ((sent += 1) * 271) % 600);
  browser = await PanelBrowser.launch();
  await browser.connect(backend);
  page = await browser.openPage(story.url);
  await page.waitForSelector('#signed-in:not([hidden])');
  panel = await browser.openDevTools(page, 'undocked');
  await panel.find('status', 'Page and row');
});

afterAll(async () => {
  await browser?.close();
  story?.close();
  await backend?.stop();
});

/**
 * Saves twenty last names at once and returns the version that Clerk gave to each. The calls are
 * made as Clerk's SDK makes them, since the SDK does not return their answers.
 */
const saveAtOnce = (round: number): Promise<[lastName: string, version: number][]> =>
  page.evaluate(
    (round, many) => {
      const url = `/v1/me?_method=PATCH&_clerk_js_version=${(window as any).Clerk.version}`;
      const save = async (lastName: string): Promise<[string, number]> => {
        const body = new URLSearchParams({ last_name: lastName });
        const answer = await (await fetch(url, { method: 'POST', body })).json();
        return [lastName, answer.response.updated_at];
      };
      return Promise.all(
        Array.from({ length: many }, (_, at) => save(`Round${round}At${10 + at}`)),
      );
    },
    round,
    AT_ONCE,
  );

/** The newest deliveries, as many as fit into the window. */
const panelRows = async () => (await panel.rows()).slice(0, 15);
/** The state of each change that the panel shows. */
const fates = async () =>
  ((await panel.text('[role=dialog] tbody')) ?? '').split('\n').map((line) => line.split('\t')[2]);
const PAIRED = expect.stringMatching(/^user\.updated (applied|stale)$/);

/** When Clerk changed the user, in the Overview of the open delivery: seconds and milliseconds. */
const changedAt = async () =>
  /title="[^"]*:(\d\d\.\d{3})[^"]*">Clerk changed the user/.exec(await panel.html())?.[1];

test('of 60 changes, 20 at once, each is paired with its own webhook, in whichever order these come', async () => {
  await saveAtOnce(1);
  await panel.click('button', '20 changes');
  await expect.poll(fates).toEqual(Array(AT_ONCE).fill(PAIRED));
  await panel.page.keyboard.press('Escape');

  await saveAtOnce(2);
  const versions = await saveAtOnce(3);
  await panel.click('button', `${KEPT} changes`);
  await expect.poll(fates).toEqual(Array(KEPT).fill(PAIRED));
  await panel.page.keyboard.press('Escape');
  await panel.movePointerAway();

  await expect
    .poll(panelRows)
    .not.toContainEqual(expect.not.stringContaining('caused by the page'));
  const shown = (await panelRows()).join();
  const some = versions.filter(([lastName]) => shown.includes(lastName)).slice(0, 5);
  expect(some).toHaveLength(5);
  for (const [lastName, version] of some) {
    await panel.open(lastName);
    await expect.poll(changedAt).toBe(((version % 60_000) / 1_000).toFixed(3).padStart(6, '0'));
  }
});
