/**
 * The list of a timeline of 100,000 rows with one line for each event, compared with one for each
 * row. The panel's own code runs on the same rows in the same page, in pieces as after a change of
 * the filter.
 *
 *   node tests/bench/folding.bench.ts [rows]
 */
import { build } from 'esbuild';
import puppeteer, { type Page } from 'puppeteer-core';
import { findChromium, HOW_TO_GET_A_BROWSER } from '../../local/demo/browser/chromium.ts';
import type { FoldingPage } from './foldingPage.ts';
import { LONG_TASK_MS, pageWork, type PageWork } from './pageTasks.ts';
import { median, report } from './report.ts';

const ROWS = Number(process.argv[2] ?? 100_000);
const REPEATS = 9;

const executablePath = await findChromium();
if (executablePath === null) throw new Error(`There is no browser. ${HOW_TO_GET_A_BROWSER}`);
const script = await build({
  entryPoints: [`${import.meta.dirname}/foldingPage.ts`],
  bundle: true,
  write: false,
  format: 'iife',
});
const browser = await puppeteer.launch({ executablePath, headless: true, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  await page.addScriptTag({ content: script.outputFiles[0]!.text });
  await page.evaluate((rows) => (globalThis as unknown as FoldingPage).fill(rows), ROWS);
  await measure(page);
} finally {
  await browser.close();
}

async function measure(page: Page): Promise<void> {
  const folded: PageWork[] = [];
  const unfolded: PageWork[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    folded.push(await read(page, true));
    unfolded.push(await read(page, false));
  }
  const longest = (works: PageWork[]) => median(works.map((work) => work.longest));
  const total = (works: PageWork[]) => median(works.map((work) => work.total));
  console.log(`folded: ${total(folded)} ms, longest task ${longest(folded)} ms`);
  console.log(`not folded: ${total(unfolded)} ms, longest task ${longest(unfolded)} ms`);
  report({
    name: `folding ${ROWS} rows: longest task`,
    here: `${longest(folded)} ms`,
    beside: `${LONG_TASK_MS} ms is long (${longest(unfolded)} ms if not folded)`,
    ratio: longest(folded) / LONG_TASK_MS,
    goal: { atMost: 1 },
  });
}

function read(page: Page, isFolded: boolean): Promise<PageWork> {
  return pageWork(page, () =>
    page.evaluate((folded) => (globalThis as unknown as FoldingPage).read(folded), isFolded),
  );
}
