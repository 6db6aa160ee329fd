/**
 * The longest that the panel blocks its page over payloads of 5 MB, 100,000 items and 20,000 levels,
 * imported from a file: opening each in every tab, scrolling, finding, comparing with the one before
 * it. Fails above 50 ms, where a browser begins to call a task long.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { recordOf } from '../../extension/transfer/deliveryRecord.ts';
import { auditRow } from '../fixtures/data/auditRow.ts';
import { hostilePayloads } from '../fixtures/data/hostilePayloads.ts';
import { reportLongest, reportWorst } from './pageTasks.ts';
import { withPanelPage } from './panelPage.ts';

const TABS = ['Overview', 'Change', 'Payload', 'Diff', 'Headers', 'Attempts', 'User'];

const folder = await mkdtemp(join(tmpdir(), 'hostile-'));
try {
  await withPanelPage(async (page) => {
    await importFile(page);
    for (const [place, [name]] of hostilePayloads.entries()) await measure(page, place, name);
  });
} finally {
  await rm(folder, { recursive: true });
}

reportWorst('hostile payloads');

async function importFile(page: Page): Promise<void> {
  const lines = hostilePayloads.map(([name, body], place) => {
    const previous = place === 0 ? undefined : auditRow(place - 1)._id;
    const row = auditRow(place, { user_label: name, payload_bytes: body.length, previous });
    const delivery = {
      row,
      body,
      headers: [{ name: 'svix-id', value: row.svix_id }],
      writes: [],
      scheduled: [],
      attempted: [],
      error: null,
      previous: null,
    };
    return JSON.stringify(recordOf(delivery, false));
  });
  const file = join(folder, 'hostile.ndjson');
  await writeFile(file, lines.join('\n'));
  const input = await page.waitForSelector('input[type=file]');
  await reportLongest(page, 'import', async () => {
    await input!.uploadFile(file);
    await page.waitForSelector('::-p-text(100,000 other items)');
  });
}

async function measure(page: Page, place: number, name: string): Promise<void> {
  await reportLongest(page, `${name}: opening`, async () => {
    await page.click(`::-p-xpath(//*[@role="row"][contains(., "${name}")])`);
    await settled(page);
  });
  for (const tab of TABS) {
    await reportLongest(page, `${name}: ${tab}`, async () => {
      await page.click(`::-p-xpath(//button[@role="tab"][.="${tab}"])`);
      await settled(page);
      if (tab === 'Payload') await useTree(page);
      else if (tab === 'Diff' && place > 0) await useDiff(page);
    });
  }
}

async function useTree(page: Page): Promise<void> {
  await press(page, 'Expand all');
  await scrollThrough(page);
  const find = await page.waitForSelector('[aria-label="Find in payload"]');
  await find!.type('9999');
  await settled(page);
  await press(page, 'Raw');
  await scrollThrough(page);
  await press(page, 'Tree');
}

async function useDiff(page: Page): Promise<void> {
  for (const button of ['Side by side', 'Hide noise', 'Inline', 'Hide noise']) {
    await press(page, button);
    await scrollThrough(page);
  }
  const search = await page.waitForSelector('[aria-label="Search changed paths"]');
  await search!.type('list');
  await settled(page);
}

async function press(page: Page, button: string): Promise<void> {
  await page.click(`::-p-xpath(//aside//button[.="${button}"])`);
  await settled(page);
}

async function scrollThrough(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const list = document.querySelector('aside [role=tree], aside [role=list]');
    for (let step = 0; list !== null && step <= 20; step++) {
      list.scrollTop = (list.scrollHeight * step) / 20;
      await new Promise(requestAnimationFrame);
    }
  });
  await settled(page);
}

/** Waits until nothing on the page says that it is working. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const busy = () => /Reading the|Comparing…|Loading the/.test(document.body.innerText);
    do await new Promise((resolve) => setTimeout(resolve, 100));
    while (busy());
  });
}
