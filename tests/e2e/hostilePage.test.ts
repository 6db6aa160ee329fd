/**
 * Pages that lie, flood, hide or navigate away, in the real DevTools window with a connected panel.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
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
let page: Page;
let panel: PanelDriver;
let untouched: Untouched;

const script = (code: string) => ({ html: `<body><script>(async () => { ${code} })();</script>` });
const pages = {
  '/none': { html: '<p>No Clerk is here.' },
  '/sandboxed': {
    ...script(`await save('user_2hidden', { last_name: 'Sandboxed' }); done();`),
    headers: { 'content-security-policy': 'sandbox allow-scripts' },
  },
  '/two-clerks': script(`
    await Promise.all([
      save('user_2one', { last_name: 'One' }),
      save('user_2two', { last_name: 'Two' }, { host: 'http://localhost:' + location.port }),
    ]);
    await save('user_2one', { last_name: 'OneAgain' }); done();`),
  '/frames': script(`
    for (const host of ['127.0.0.1', 'localhost']) {
      const frame = document.createElement('iframe');
      frame.src = 'http://' + host + ':' + location.port + '/framed';
      document.body.append(frame);
    }`),
  '/framed': script(
    `await save('user_2' + location.hostname.replaceAll('.', ''), { last_name: 'Framed' });`,
  ),
  '/leaving': script(`
    void save('user_2left', { last_name: 'Left' }, { wait: 1000 });
    await save('user_2left', { last_name: 'Leaving' }); location.href = '/none';`),
  '/names': script(`
    for (const id of ['user_1 -outcome:failed', '<img src=x>', 'user_\\u202e1', '', 7])
      await save(id, { last_name: 'Nobody' });
    const large = forgedUser('user_2large', { last_name: 'x'.repeat(5e7) });
    await call('PATCH', 'me', { response: large, client: null });
    await save('user_2odd', { first_name: '<img src=x onerror="document.title=1">', last_name: '\\u202egnp' });
    done();`),
  // Calls about at least a thousand users, until the test ends it.
  '/flood': script(`
    for (let at = 0; at < 1000 || !globalThis.isEnough; at += 50)
      await Promise.all(Array.from({ length: 50 }, (_, n) => save('user_2many' + (at + n))));
    done();`),
};

beforeAll(async () => {
  backend = await Backend.start();
  await deliverMira(backend);
  site = await startHostileSite(pages);
  browser = await PanelBrowser.launch();
  await browser.connect(backend);
  page = await browser.openPage(`${site.url}/none`);
  panel = await browser.openDevTools(page, 'undocked');
  untouched = await Untouched.by(browser, panel, backend);
});

afterEach(() => untouched.check());

afterAll(async () => {
  await browser?.close();
  site?.close();
  await backend?.stop();
});

const bar = async () => ((await panel.text(BAR)) ?? '').replaceAll(/\s+/g, ' ');
const visit = (path: string) => page.goto(`${site.url}${path}`);
/** Visits a page and waits until it has made all of its calls. */
const visitToEnd = async (path: string) => {
  await visit(path);
  await page.waitForSelector('body[data-done]');
};

test('pages without Clerk, blank ones and data: URLs name nobody', async () => {
  for (const url of [`${site.url}/none`, 'about:blank', 'data:text/html,<h1>Data</h1>']) {
    await page.goto(url);
    expect(await bar()).not.toContain('Page:');
  }
});

test('the calls of a sandboxed page with an opaque origin are shown', async () => {
  await visitToEnd('/sandboxed');
  await expect.poll(bar).toContain('Hostile Sandboxed');
  await expect.poll(bar).toContain('1 change');
});

test('with two Clerks on two hosts, each user’s change is shown, and the user who was named last', async () => {
  await visitToEnd('/two-clerks');
  await expect.poll(bar).toContain('Hostile OneAgain');
  await expect.poll(bar).toContain('4 changes');
});

test('the calls of frames are shown, of the page’s own site and of another', async () => {
  await visit('/frames');
  await expect.poll(bar).toContain('6 changes');
  await expect.poll(bar).toContain('Hostile Framed');
});

test('a page that navigates away during its calls names nobody on the next page', async () => {
  await page.goto(`${site.url}/leaving`);
  await page.waitForFunction(() => location.pathname === '/none');
  await expect.poll(bar).not.toContain('Page: Hostile');
});

test('invalid ids name nobody, a name of 50 MB is not read, and HTML is shown as text', async () => {
  await visitToEnd('/names');
  await expect.poll(bar).toContain('<img src=x onerror="document.title=1"> U+202Egnp');
});

test('during a flood of calls about new users the panel shows new events and can be used', async () => {
  await visit('/flood');
  await expect.poll(bar).toContain('50 changes');
  await backend.deliver('user.created', newIvo());
  await expect.poll(async () => (await panel.rows())[0]).toContain('Ivo Junip');
  await untouched.remember();
  // By its key: each new user moves the button, so that a click may miss it.
  await (await panel.find('button', '50 changes')).press('Enter');
  await expect
    .poll(async () => (await panel.text('[role=dialog]')) ?? '')
    .toContain('PATCH /v1/me');
  await panel.page.keyboard.press('Escape');
  await page.evaluate('globalThis.isEnough = true');
  await page.waitForSelector('body[data-done]');
  await expect.poll(bar).toContain('50 changes');
});
