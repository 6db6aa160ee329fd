/** What a user does in a timeline, with the longest task of each action. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { reportLongest } from './pageTasks.ts';

export const GRID = '[aria-label="Webhook events"]';
const FILTER = '[aria-label="Filter events"]';

export async function typeFilter(page: Page): Promise<void> {
  for (const filter of [
    'hopper 1',
    'type:user.updated -outcome:stale',
    'user:hopper after:2h',
    'nothing has this',
  ]) {
    await reportLongest(page, `typing ${filter}`, async () => {
      await page.click(FILTER);
      await page.type(FILTER, filter, { delay: 50 });
      await pause(500);
    });
    await reportLongest(page, 'clearing it', async () => {
      await page.click(FILTER, { count: 3 });
      await page.keyboard.press('Backspace');
      await pause(500);
    });
  }
  await page.keyboard.press('Escape');
  for (const outcome of ['failed', 'applied']) {
    await reportLongest(
      page,
      `only what ${outcome === 'failed' ? 'failed' : 'was applied'}, and all again`,
      async () => {
        for (let press = 0; press < 2; press++) {
          await page.click(`::-p-xpath(//button[@aria-pressed][contains(., "${outcome}")])`);
          await pause(500);
        }
      },
    );
  }
}

export async function brushHistogram(page: Page): Promise<void> {
  const histogram = await page.waitForSelector('[role=img][aria-label^="Events from"] .u-over');
  const { x, y, width, height } = (await histogram!.boundingBox())!;
  await reportLongest(page, 'brushing the histogram', async () => {
    await page.mouse.move(x + width * 0.3, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.7, y + height / 2, { steps: 20 });
    await page.mouse.up();
    await pause(500);
  });
  await page.click(FILTER, { count: 3 });
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
}

export async function changeColumns(page: Page): Promise<void> {
  const edge = await page.waitForSelector(`${GRID} [role=columnheader] [aria-hidden]`);
  const { x, y } = (await edge!.boundingBox())!;
  await reportLongest(page, 'sizing a column', async () => {
    await page.mouse.move(x + 2, y + 4);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 4, { steps: 30 });
    await page.mouse.up();
    await pause(500);
  });
}

export async function pressKeys(page: Page): Promise<void> {
  await page.focus(GRID);
  for (const [what, key] of [
    ['to the oldest', 'End'],
    ['to the newest', 'Home'],
    ['to the next failure', 'f'],
    ['a page down', 'PageDown'],
    ['pausing', 'p'],
    ['going on', 'p'],
  ] as const) {
    await reportLongest(page, what, async () => {
      await page.keyboard.press(key);
      await pause(1_000);
    });
  }
}
