/**
 * The longest that the panel blocks its page with the largest data of a deployment: users with the
 * largest accepted bodies, a history of 50 events of 60 KB, and batches of both, previewed. Fails
 * above 50 ms, where a browser begins to call a task long.
 */
import type { KeyInput, Page } from 'puppeteer-core';
import { overHttp } from '../behaviours/overHttp.ts';
import { MAX_BODY_BYTES } from '../../webhooks/shared/bodySize.ts';
import { NOON, userUpdated, type ClerkEventBody } from '../fixtures/data/clerkEvents.ts';
import type { SpawnedDeployment } from '../../local/demo/spawnDeployment.ts';
import { reportLongest, reportWorst } from './pageTasks.ts';
import { withPanelPage } from './panelPage.ts';

const EVENTS = 50;
const EVENT_BYTES = 60_000;
const LARGE_USERS = 10;
const FILTER = '[aria-label="Filter events"]';
const MOVES: KeyInput[] = ['Home', ...Array<KeyInput>(10).fill('ArrowRight'), 'End'];
const HISTORY = '[aria-label="The row’s history"]';

await withPanelPage(async (page, deployment) => {
  await send(deployment);
  await page.waitForSelector(`::-p-text(Largest ${LARGE_USERS - 1})`);
  await previewBatch(page, 'user:user_2many', EVENTS);
  await previewBatch(page, 'user:user_2largest0', 1);
  await previewBatch(page, 'type:user.updated', EVENTS + LARGE_USERS);
  await page.keyboard.press('Escape');
  await useUsers(page);
});

reportWorst('users and batches of the largest bodies');

async function send(deployment: SpawnedDeployment): Promise<void> {
  const sender = overHttp(deployment);
  for (let n = 0; n < EVENTS; n++) {
    await sender.deliver(ofBytes('many', `Many ${n}`, EVENT_BYTES, NOON + n));
  }
  for (let n = 0; n < LARGE_USERS; n++) {
    await sender.deliver(ofBytes(`largest${n}`, `Largest ${n}`, MAX_BODY_BYTES, NOON));
  }
}

/** A change of a user whose body has so many bytes, most of them items of metadata. */
function ofBytes(id: string, name: string, bytes: number, updated_at: number): ClerkEventBody {
  const item = { id: 'item_2abc', name: 'an item of the metadata', tags: ['a', 'b'], n: 17 };
  const event = (items: number) =>
    userUpdated({
      id: `user_2${id}`,
      first_name: name,
      updated_at,
      unsafe_metadata: { list: Array.from({ length: items }, () => item) },
    });
  const itemBytes = JSON.stringify(item).length + 1;
  return event(Math.floor((bytes - JSON.stringify(event(0)).length) / itemBytes));
}

async function previewBatch(page: Page, filter: string, deliveries: number): Promise<void> {
  await page.click(FILTER, { count: 3 });
  await page.type(FILTER, filter);
  await page.keyboard.press('Escape');
  await reportLongest(page, `preview of a batch of ${deliveries}`, async () => {
    await page.click('[aria-label="Bulk re-dispatch"]');
    await page.click('::-p-text(Re-dispatch everything shown…)');
    const send = `starts-with(., "Re-dispatch ${deliveries} deliver")`;
    await page.waitForSelector(
      `::-p-xpath(//*[@role="dialog"]//button[${send}][not(@aria-disabled="true")])`,
    );
    await pause(500);
  });
  await page.click('[aria-label="Close"]');
}

async function useUsers(page: Page): Promise<void> {
  await reportLongest(page, 'the users', async () => {
    await page.keyboard.press('2');
    await page.waitForSelector('[aria-label="Users"] [role=row] ::-p-text(Many)');
    await pause(500);
  });
  for (const name of ['Largest 0', `Many ${EVENTS - 1}`]) {
    await reportLongest(page, `history of ${name}: opening`, async () => {
      await page.click(
        `::-p-xpath(//*[@aria-label="Users"]//*[@role="row"][contains(., "${name}")])`,
      );
      await page.waitForSelector(HISTORY);
      await pause(1_000);
    });
    // A history of one event has no slider.
    if ((await page.$('input[type=range]')) === null) continue;
    await reportLongest(page, `history of ${name}: every moment`, async () => {
      await page.focus('input[type=range]');
      for (const key of MOVES) {
        await page.keyboard.press(key);
        await pause(100);
      }
    });
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
