/**
 * DevTools opened on a page that is already open, with a Clerk object that is honest, hostile or
 * stuck.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import type { PanelDriver } from '../fixtures/browser/panelDriver.ts';
import { Backend } from './backend.ts';
import { startHostileSite, type HostileSite } from './hostileSite.ts';
import { deliverMira, newIvo } from './people.ts';
import { Untouched } from './untouched.ts';

const BAR = '[aria-label="Inspected page"]';

let backend: Backend;
let site: HostileSite;
let browser: PanelBrowser;

const clerk = (user: string) =>
  `window.Clerk = { loaded: true, user: { id: 'user_2late', updatedAt: new Date(), firstName: 'Late', ${user} } };`;
const script = (code: string) => ({ html: `<body><script>${code}</script>` });
const pages = {
  '/signed-in': script(clerk(`lastName: 'Comer'`)),
  '/large': script(clerk(`lastName: 'x'.repeat(5e7), toJSON() { throw new Error('no'); }`)),
  '/throws': script(
    `Object.defineProperty(window, 'Clerk', { get() { console.log('asked'); throw new Error('no'); } });`,
  ),
  '/stuck': script(
    `Object.defineProperty(window, 'Clerk', { get() { console.log('asked'); for (;;); } });`,
  ),
  '/patched': script(`
    ${clerk(`lastName: 'Patched'`)}
    JSON.parse = JSON.stringify = () => '<b>evil</b>';
    Object.prototype.toJSON = Array.prototype.toJSON = () => 'evil';
    Array.prototype.find = Array.prototype.map = Array.prototype.slice = () => ['evil'];
    Array.prototype[Symbol.iterator] = function* () { yield 'evil'; };
    String.prototype.slice = String.prototype.replace = () => 'evil';
    Date.prototype.getTime = Date.now = () => NaN;
    Object.prototype.loaded = true; Object.prototype.user = { id: 'user_2evil' };`),
};

beforeAll(async () => {
  backend = await Backend.start();
  await deliverMira(backend);
  site = await startHostileSite(pages);
  browser = await PanelBrowser.launch();
  await browser.connect(backend);
});

afterAll(async () => {
  await browser?.close();
  site?.close();
  await backend?.stop();
});

/** The panel, opened on a page that was already open. */
async function openLate(path: string) {
  const page = await browser.openPage(`${site.url}${path}`);
  let asked = 0;
  page.on('console', (message) => (asked += Number(message.text() === 'asked')));
  const panel = await browser.openDevTools(page);
  const untouched = await Untouched.by(browser, panel, backend);
  return { page, panel, untouched, timesAsked: () => asked };
}

const barOf = (panel: PanelDriver) => async () => (await panel.text(BAR)) ?? '';

test('the user who signed in before DevTools was opened is named', async () => {
  const { page, panel, untouched } = await openLate('/signed-in');
  await expect.poll(barOf(panel)).toMatch(/Page:\s+Late Comer/);
  await untouched.check();
  await page.close();
});

test('a page with patched built-ins neither misleads the panel nor reaches into it', async () => {
  const { page, panel, untouched } = await openLate('/patched');
  await expect.poll(barOf(panel)).toMatch(/Page:\s+Late Patched/);
  await untouched.check();
  await page.close();
});

test('a name of 50 MB is cut in the page, and the cut name is shown', async () => {
  const { page, panel, untouched } = await openLate('/large');
  await expect.poll(barOf(panel)).toMatch(/Page:\s+Late x{20,60}…?\s/);
  await untouched.check();
  await page.close();
});

test('a page whose Clerk object throws when it is read names nobody', async () => {
  const { page, panel, untouched, timesAsked } = await openLate('/throws');
  await expect.poll(timesAsked).toBe(1);
  expect(await barOf(panel)()).toBe('');
  await untouched.check();
  await page.close();
});

test('a page that never returns from an expression is not asked again until it navigates', async () => {
  const { page, panel, untouched, timesAsked } = await openLate('/stuck');
  await expect.poll(timesAsked).toBe(1);
  await backend.deliver('user.created', newIvo());
  await expect.poll(async () => (await panel.rows())[0]).toContain('Ivo Junip');
  await untouched.remember();
  await untouched.check();
  // On another site, since the process of this one is stuck.
  await page.goto(`${site.otherUrl}/signed-in`);
  await expect.poll(barOf(panel)).toMatch(/Page:\s+Late Comer/);
  expect(timesAsked()).toBe(1);
  await untouched.check();
});
