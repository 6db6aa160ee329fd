/**
 * The panel compared with other tools that list events, with as many entries, in one browser: the
 * processor time of the page until the list is there, of an entry that comes while it is open, of
 * scrolling and of opening an entry, and the memory. The panel opens the newest of the entries in a
 * deployment; the peers hold all of theirs.
 *
 *   node tests/bench/peers.bench.ts [entries …]
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'puppeteer-core';
import { overHttp } from '../behaviours/overHttp.ts';
import { spawnDeployment, type SpawnedDeployment } from '../../local/demo/spawnDeployment.ts';
import { userCreated } from '../fixtures/data/clerkEvents.ts';
import { manyDeliveries, storeDeliveries } from '../fixtures/data/manyDeliveries.ts';
import { pageWork, type PageWork } from './pageTasks.ts';
import { FUNCTIONS, withPanelPage } from './panelPage.ts';
import { report } from './report.ts';

const SIZES =
  process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000, 10_000, 100_000];
const APPENDED = 10;
const FRAMES = 60;
/** The length of a frame at 60 frames a second. */
const FRAME_MS = 16.7;
const PATIENCE_MS = 60_000;
const SOURCES = join(import.meta.dirname, 'peers');
const FOLDER = join(import.meta.dirname, '../../node_modules/.cache/bench-peers');
const PEERS = { redux: "Redux DevTools' inspector", tanstack: 'TanStack Query Devtools' };

/** Milliseconds of processor time, except for the memory. */
interface Figures {
  open: number;
  append: number;
  /** One frame of scrolling. */
  scroll: number;
  show: number;
  megabytes: number;
}

/** Peers that did not open a list in time; longer lists are not tried. */
const tooSlow = new Set<string>();

/** The functions of `peers/page.js`. */
interface PeerPage {
  fill: (name: string, body: object, count: number) => void;
  open: () => void;
  append: (body: object) => void;
}

const script = await bundledPeers();
// An empty page with an origin, which storage needs.
const server = createServer((_request, response) => response.end('<!doctype html>'));
await once(server.listen(0, '127.0.0.1'), 'listening');
for (const size of SIZES) await compare(size);
server.closeAllConnections();
server.close();

async function compare(size: number): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'peers-'));
  try {
    // It makes the tables.
    await (await spawnDeployment({ functions: FUNCTIONS, data })).stop();
    storeDeliveries(data, manyDeliveries(size, Date.now()));
    await withPanelPage(async (page, deployment) => {
      const here = await measurePanel(page, deployment);
      for (const [peer, name] of Object.entries(PEERS)) {
        if (tooSlow.has(peer)) continue;
        const beside = await measurePeer(await page.browser().newPage(), peer, size);
        if (beside !== null) {
          reportAll(size, name, here, beside);
          continue;
        }
        tooSlow.add(peer);
        console.log(`${name} did not open ${size} entries within ${PATIENCE_MS / 1000} s.`);
      }
    }, data);
  } finally {
    await rm(data, { recursive: true });
  }
}

async function measurePanel(page: Page, deployment: SpawnedDeployment): Promise<Figures> {
  const open = await pageWork(page, async () => {
    await page.reload();
    await page.waitForSelector('[role=row][aria-rowindex="2"]');
    await settled(page);
  });
  const append = await pageWork(page, async () => {
    for (let n = 0; n < APPENDED; n++) {
      await overHttp(deployment).deliver(userCreated({ id: `user_2peer${n}` }));
    }
    await settled(page);
  });
  const used = await megabytes(page);
  const scroll = await pageWork(page, () => scrollDown(page));
  const show = await pageWork(page, async () => {
    await page.click('[role=row][aria-rowindex="2"], [role=row]:has([role=gridcell])');
    await page.waitForSelector('[aria-label=Inspector] [role=tabpanel]');
    await settled(page);
  });
  return figuresOf({ open, append, scroll, show }, used);
}

async function measurePeer(page: Page, peer: string, size: number): Promise<Figures | null> {
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await page.addScriptTag({ content: script });
  const body = userCreated();
  await page.evaluate(
    (...args) => (globalThis as unknown as PeerPage).fill(...args),
    peer,
    body,
    size,
  );
  let opened = true;
  const open = await pageWork(page, async () => {
    await page.evaluate(() => (globalThis as unknown as PeerPage).open());
    const list = page.waitForSelector('::-p-text(user.created)', { timeout: PATIENCE_MS });
    opened = await list.then(
      () => true,
      () => false,
    );
    if (opened) await settled(page);
  });
  if (!opened) {
    await page.close();
    return null;
  }
  const append = await pageWork(page, async () => {
    for (let n = 0; n < APPENDED; n++) {
      await page.evaluate((added) => (globalThis as unknown as PeerPage).append(added), body);
    }
    await settled(page);
  });
  const used = await megabytes(page);
  const scroll = await pageWork(page, () => scrollDown(page));
  const show = await pageWork(page, async () => {
    const entry = await page.$('::-p-text(user.created)');
    await entry!.evaluate((element) => element.scrollIntoView());
    await entry!.click();
    await settled(page);
  });
  await page.close();
  return figuresOf({ open, append, scroll, show }, used);
}

/** The figures of one entry and one frame. */
function figuresOf(
  { open, append, scroll, show }: Record<'open' | 'append' | 'scroll' | 'show', PageWork>,
  megabytes: number,
): Figures {
  return {
    open: open.total,
    append: append.total / APPENDED,
    scroll: scroll.total / FRAMES,
    show: show.total,
    megabytes,
  };
}

/** Scrolls the longest list of the page, as a mouse wheel does. */
async function scrollDown(page: Page): Promise<void> {
  await page.evaluate(async (frames) => {
    const room = (element: Element) => element.scrollHeight - element.clientHeight;
    const list = [...document.querySelectorAll('*')].reduce((longest, element) =>
      room(element) > room(longest) ? element : longest,
    );
    for (let frame = 0; frame < frames; frame++) {
      list.scrollTop += 100;
      await new Promise(requestAnimationFrame);
    }
  }, FRAMES);
}

function reportAll(size: number, peer: string, here: Figures, beside: Figures): void {
  const lines = [
    ['opening', 'open', 'ms'],
    ['an entry that comes', 'append', 'ms'],
    ['opening one', 'show', 'ms'],
    ['memory', 'megabytes', 'MB'],
  ] as const;
  for (const [name, figure, unit] of lines) {
    report({
      name: `${name}, ${size} entries`,
      here: `${here[figure].toFixed(1)} ${unit}`,
      beside: `${beside[figure].toFixed(1)} ${unit} (${peer})`,
      ratio: here[figure] / beside[figure],
      goal: { atMost: 1 },
    });
  }
  // A peer draws its whole list once and costs nothing to scroll, so the measure is a frame.
  report({
    name: `a frame of scrolling, ${size} entries`,
    here: `${here.scroll.toFixed(1)} ms`,
    beside: `${FRAME_MS} ms (a frame; ${peer} ${beside.scroll.toFixed(1)} ms)`,
    ratio: here.scroll / FRAME_MS,
    goal: { atMost: 1 },
  });
}

async function settled(page: Page): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await page.evaluate(() => new Promise(requestAnimationFrame));
}

async function megabytes(page: Page): Promise<number> {
  const session = await page.createCDPSession();
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}

/** The peers are a package of their own, installed out of the way when it is first needed. */
async function bundledPeers(): Promise<string> {
  cpSync(SOURCES, FOLDER, { recursive: true });
  if (!existsSync(join(FOLDER, 'node_modules'))) {
    const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], {
      cwd: FOLDER,
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error('The peers could not be installed.');
  }
  const { outputFiles } = await build({
    entryPoints: [join(FOLDER, 'page.js')],
    bundle: true,
    minify: true,
    write: false,
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0]!.text;
}
