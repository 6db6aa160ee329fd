/**
 * The longest that the panel blocks its page while it imports a file of 100,000 deliveries, filters
 * it, selects all of them and exports them again. Fails above 50 ms, where a browser begins to call a
 * task long, and when the exported file does not hold them all.
 *
 *   node tests/bench/transfer.bench.ts [deliveries]
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from 'puppeteer-core';
import { recordOf } from '../../extension/transfer/deliveryRecord.ts';
import { manyDeliveries } from '../fixtures/data/manyDeliveries.ts';
import { reportLongest, reportWorst } from './pageTasks.ts';
import { withPanelPage } from './panelPage.ts';

const DELIVERIES = Number(process.argv[2] ?? 100_000);
const GRID = '[aria-label="Webhook events"]';
/** A guard against hanging for ever, not a measure. */
const WAIT = { timeout: 600_000 };

const folder = await mkdtemp(join(tmpdir(), 'transfer-'));
try {
  await withPanelPage(measure);
} finally {
  await rm(folder, { recursive: true });
}

reportWorst(`import and export of ${DELIVERIES} deliveries`);

async function measure(page: Page): Promise<void> {
  const file = await writeExport();
  const input = await page.waitForSelector('input[type=file]');
  await reportLongest(page, 'importing', async () => {
    await input!.uploadFile(file);
    await page.waitForSelector(`${GRID}[aria-rowcount="${DELIVERIES + 1}"]`, WAIT);
  });
  await pause(2_000);
  await page.focus(GRID);
  await page.keyboard.press('Home');
  await page.$eval(GRID, (grid) => (grid.scrollTop = grid.scrollHeight));
  await pause(2_000);
  await reportLongest(page, 'selecting all', async () => {
    await page.keyboard.down('Shift');
    await page.click(`${GRID} [aria-rowindex="${DELIVERIES + 1}"]`);
    await page.keyboard.up('Shift');
    await page.waitForSelector(`::-p-text(${DELIVERIES.toLocaleString('en')} selected)`);
  });
  await reportLongest(page, 'exporting', async () => {
    await exportSelected(page);
  });
  const [exported] = await readdir(folder).then((names) =>
    names.filter((name) => name !== 'import.ndjson'),
  );
  const lines = await countLines(join(folder, exported!));
  console.log(`exported ${lines} deliveries`);
  if (lines !== DELIVERIES) process.exitCode = 1;
}

async function exportSelected(page: Page): Promise<void> {
  const session = await page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: folder,
    eventsEnabled: true,
  });
  const saved = new Promise<void>((resolve) => {
    session.on('Browser.downloadProgress', ({ state }) => state === 'completed' && resolve());
  });
  await page.click('[aria-label="Copy and export"]');
  await page.click('::-p-text(Export as NDJSON, masked)');
  await saved;
  await session.detach();
}

async function writeExport(): Promise<string> {
  const file = join(folder, 'import.ndjson');
  const stream = createWriteStream(file);
  for (const { row, body } of manyDeliveries(DELIVERIES, Date.now())) {
    const headers = [{ name: 'svix-id', value: row.svix_id }];
    const delivery = {
      row,
      body,
      headers,
      writes: [],
      scheduled: [],
      attempted: [],
      error: null,
      previous: null,
    };
    stream.write(`${JSON.stringify(recordOf(delivery, false))}\n`);
  }
  await new Promise((resolve) => stream.end(resolve));
  return file;
}

async function countLines(file: string): Promise<number> {
  let lines = 0;
  for await (const line of createInterface(createReadStream(file))) if (line !== '') lines += 1;
  return lines;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
