/**
 * The timeline with 100,000 rows, while 50 deliveries a second come: what each action of the user
 * costs the page, how evenly it scrolls, how long a delivery takes from its POST to its row, and
 * the memory. Fails above 50 ms in one go, where a browser begins to call a task long.
 *
 *   node tests/bench/timeline.bench.ts [rows]
 *
 * Of more rows than the panel keeps, such as 1,000,000, it first reads all, list after list, and
 * measures the memory at the end of each. They are stored without payloads, in 2 KB each.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { spawnDeployment, type SpawnedDeployment } from '../../local/demo/spawnDeployment.ts';
import { manyDeliveries, storeDeliveries } from '../fixtures/data/manyDeliveries.ts';
import { LiveTail } from './liveTail.ts';
import { reportLongest, reportWorst } from './pageTasks.ts';
import { FUNCTIONS, withPanelPage } from './panelPage.ts';

const ROWS = Number(process.argv[2] ?? 100_000);
/** More rows are read list after list. */
const KEPT = 100_000;
const A_SECOND = 50;
const FOLLOW_MS = 10_000;
const GRID = '[aria-label="Webhook events"]';
const FURTHER = '::-p-aria([role="button"][name="Show the events before these"])';
const FILTER = '[aria-label="Filter events"]';

const data = await mkdtemp(join(tmpdir(), 'timeline-'));
try {
  // It makes the tables.
  await (await spawnDeployment({ functions: FUNCTIONS, data })).stop();
  storeDeliveries(data, storedRows());
  await withPanelPage(measure, data);
} finally {
  await rm(data, { recursive: true });
}

reportWorst(`timeline of ${ROWS} rows`);

async function measure(page: Page, deployment: SpawnedDeployment): Promise<void> {
  await page.waitForSelector(`${GRID} [aria-rowindex="2"]`);
  const [fewRows, fewBytes] = [await rowCount(page), await heapBytes(page)];
  await readAll(page);
  await reportLongest(page, 'reading back to the oldest row', () => scrollBack(page));
  const [rows, bytes] = [await rowCount(page), await heapBytes(page)];
  console.log(
    `${rows} rows: ${Math.round(bytes / 1e6)} MB of heap, ${Math.round((bytes - fewBytes) / (rows - fewRows))} bytes a row`,
  );
  await reportLongest(page, 'scrolling', () => scrollThrough(page));

  const tail = new LiveTail(deployment, A_SECOND);
  await scrollToNewest(page);
  await reportLongest(page, `following ${A_SECOND} deliveries a second`, async () => {
    const latencies = await tail.latencies(page, () => pause(FOLLOW_MS));
    const at = (part: number) => latencies[Math.floor(latencies.length * part)];
    console.log(
      `POST to row: ${at(0.5)} ms (median), ${at(0.95)} ms (95 %), ${latencies.length} rows`,
    );
  });
  await reportLongest(page, 'scrolling while they come', () => scrollThrough(page));
  await scrollToNewest(page);
  await typeFilter(page);
  await brushHistogram(page);
  await changeColumns(page);
  await pressKeys(page);
  tail.stop();
  console.log(
    `at the end ${await rowCount(page)} rows, ${Math.round((await heapBytes(page)) / 1e6)} MB of heap`,
  );
}

function* storedRows() {
  for (const one of manyDeliveries(ROWS, Date.now()))
    yield ROWS > KEPT ? { ...one, body: '{}' } : one;
}

/** Reads each list to its end, which leads to the next one, and goes back to the newest events. */
async function readAll(page: Page): Promise<void> {
  if (ROWS <= KEPT) return;
  let read = 0;
  for (let list = 1; ; list++) {
    await reportLongest(page, `reading list ${list} to its end`, () => scrollBack(page));
    const further = await page.$(FURTHER);
    const rows = (await rowCount(page)) - (further === null ? 0 : 1);
    read += rows;
    const heap = Math.round((await heapBytes(page)) / 1e6);
    console.log(`list ${list}: ${rows} rows, ${read} in all, ${heap} MB of heap`);
    if (further === null) break;
    await reportLongest(page, 'showing the events before them', async () => {
      await further.click();
      await page.waitForSelector(FURTHER, { hidden: true });
      await page.waitForSelector(`${GRID} [aria-rowindex="2"]`);
    });
  }
  await reportLongest(page, 'going back to the newest events', async () => {
    await page.click('::-p-aria([role="button"][name="Back to the newest events"])');
    await page.waitForSelector(`${GRID} [aria-rowindex="2"]`);
  });
}

async function typeFilter(page: Page): Promise<void> {
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

async function brushHistogram(page: Page): Promise<void> {
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

async function changeColumns(page: Page): Promise<void> {
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

async function pressKeys(page: Page): Promise<void> {
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

function rowCount(page: Page): Promise<number> {
  return page.$eval(GRID, (grid) => Number(grid.ariaRowCount) - 1);
}

async function heapBytes(page: Page): Promise<number> {
  const session = await page.createCDPSession();
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Scrolls to the end and waits for more rows, again and again, until none come. */
async function scrollBack(page: Page): Promise<void> {
  await page.$eval(
    GRID,
    async (grid, wanted) => {
      const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      for (let rows = 0; rows < wanted;) {
        rows = Number(grid.ariaRowCount);
        grid.scrollTop = grid.scrollHeight;
        for (let waited = 0; Number(grid.ariaRowCount) === rows && waited < 5_000; waited += 10)
          await wait(10);
        if (Number(grid.ariaRowCount) === rows || grid.querySelector('[role=row] p') !== null)
          break;
      }
    },
    ROWS,
  );
}

async function scrollThrough(page: Page): Promise<void> {
  const frames = await page.$eval(GRID, async (grid) => {
    const times: number[] = [];
    for (let step = 0; step <= 120; step++) {
      // First fast through all of it, then as with a wheel.
      grid.scrollTop = step < 60 ? (grid.scrollHeight * step) / 60 : grid.scrollTop - 100;
      times.push(await new Promise<number>(requestAnimationFrame));
    }
    return times.slice(1).map((time, index) => time - times[index]!);
  });
  const sorted = frames.toSorted((a, b) => a - b);
  console.log(
    `frames: ${sorted[60]!.toFixed(1)} ms (median), ${sorted[114]!.toFixed(1)} ms (95 %)`,
  );
}

async function scrollToNewest(page: Page): Promise<void> {
  await page.$eval(GRID, (grid) => (grid.scrollTop = 0));
  await pause(500);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
