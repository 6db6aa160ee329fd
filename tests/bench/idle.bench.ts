/**
 * The cost of an open panel while nothing happens: processor time and timers a second, in each view.
 * Fails when the page's thread is busy for over 1 % of the time.
 */
import type { Page } from 'puppeteer-core';
import { overHttp } from '../behaviours/overHttp.ts';
import { userCreated } from '../fixtures/data/clerkEvents.ts';
import { pageWork } from './pageTasks.ts';
import { withPanelPage } from './panelPage.ts';

const SECONDS = 20;
const MOST_MS_A_SECOND = 10;

await withPanelPage(async (page, deployment) => {
  const sender = overHttp(deployment);
  for (let n = 0; n < 50; n++) await sender.deliver(userCreated({ id: `user_2idle${n}` }));
  const row = await page.waitForSelector('[role=row][aria-rowindex="2"]');
  await reportIdle(page, 'timeline');
  await row!.click();
  for (const tab of ['Overview', 'Payload', 'Diff', 'User']) {
    await page.click(`::-p-xpath(//button[@role="tab"][.="${tab}"])`);
    await reportIdle(page, `inspector, ${tab}`);
  }
  await page.keyboard.press('2');
  await reportIdle(page, 'users');
});

async function reportIdle(page: Page, view: string): Promise<void> {
  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  // Let the view finish opening.
  await pause(3_000);
  const work = await pageWork(page, () => pause(SECONDS * 1_000));
  const aSecond = (count: number) => (count / SECONDS).toFixed(1);
  console.log(
    `${view.padEnd(20)} ${aSecond(work.total)} ms, ${aSecond(work.count('TimerFire'))} timers, ` +
      `${aSecond(work.count('Layout'))} layouts, ${aSecond(work.count('Paint'))} paints a second`,
  );
  if (work.total > MOST_MS_A_SECOND * SECONDS) process.exitCode = 1;
}
