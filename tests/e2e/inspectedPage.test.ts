/** From the click on the page to the row, in the real DevTools window, with Clerk's own SDK. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import type { PanelDriver } from '../fixtures/browser/panelDriver.ts';
import { PATIENCE_MS } from '../fixtures/patience.ts';
import { Backend } from './backend.ts';
import { newMira } from './people.ts';
import { pageCode, startStoryPage, type StoryPage } from './storyPage.ts';

const SILENT_AFTER_S = 3;
const BAR = '[aria-label="Inspected page"]';
const ALARM = '[role=alert][aria-label="No webhook"]';
const WATERFALL = '[aria-label="Caused by the page"]';

let backend: Backend;
let story: StoryPage;
let browser: PanelBrowser;
let page: Page;
let panel: PanelDriver;
const mira = newMira();

beforeAll(async () => {
  backend = await Backend.start();
  story = await startStoryPage(backend, mira);
  browser = await PanelBrowser.launch();
  await setSilence();
  page = await browser.openPage(story.url);
  await page.waitForSelector('#signed-in:not([hidden])');
  panel = await browser.openDevTools(page, 'undocked');
});

afterAll(async () => {
  await browser?.close();
  story?.close();
  await backend?.stop();
});

async function setSilence(): Promise<void> {
  const target = await browser.browser.waitForTarget((found) => found.type() === 'service_worker', {
    timeout: PATIENCE_MS,
  });
  const worker = await target.worker();
  const settings = { page: { follow: true, silentAfterSeconds: SILENT_AFTER_S } };
  await worker!.evaluate((set) => (globalThis as any).chrome.storage.local.set(set), settings);
}

const said = () => page.$eval('#said', (found) => found.textContent);
const isSignedIn = (name: string) => expect.poll(said).toBe(`Signed in as ${name}.`);
const submit = (form: string, fields: Record<string, string>, button = 'button') =>
  page.evaluate(pageCode(form, fields, button));
const save = (lastName: string) => submit('profile', { lastName });
/** Waits for the page's own request, so that the next change comes after it. */
const letWebhooks = (mode: 'at once' | 'kept back' | 'lost') =>
  page.evaluate(
    (wanted) =>
      fetch('/demo/webhooks', { method: 'POST', body: JSON.stringify({ mode: wanted }) }).then(
        ({ ok }) => ok,
      ),
    mode,
  );
const bar = async () => (await panel.text(BAR)) ?? '';
/** The rows that the page has caused, newest first, as `user.updated Mira Vale`. */
const causedRows = async () =>
  (await panel.rows())
    .filter((row) => row.includes('caused by the page'))
    .map((row) =>
      row.replace(/\s+/g, ' ').replace(/^.*caused by the page (\S+) \| ([^|]+) \|.*$/, '$1 $2'),
    );

test('a page that was open before DevTools reveals its deployment when it is reloaded', async () => {
  await panel.find('form', 'Connect');
  await panel.click('button', 'Reload the page');
  await panel.find('button', `Use ${backend.url}`);
  await isSignedIn('Mira Holm');
});

test('a click fills in the deployment, and only its key connects', async () => {
  const url = await panel.find('textbox', 'Deployment URL');
  const value = () => url.evaluate((input) => (input as HTMLInputElement).value);
  expect(await value()).toBe('');
  await panel.click('button', `Use ${backend.url}`);
  expect(await value()).toBe(backend.url);
  await (await panel.find('textbox', 'Access key')).type(backend.accessKey);
  await panel.click('button', 'Connect');
  await expect.poll(() => panel.connection()).toContain('live');
  await panel.movePointerAway();
});

test('the signed-in user of the page is named, and in step with the row', async () => {
  await expect.poll(bar).toMatch(/Page:\s+Mira Holm\s+✓ in step/);
});

test('Save becomes a row that the page caused, with its path from the page to the panel', async () => {
  await save('Vale');
  await expect.poll(causedRows).toEqual(['user.updated Mira Vale']);
  await expect.poll(bar).toMatch(/Mira Vale\s+✓ in step/);
  await panel.open('Mira Vale');
  await expect
    .poll(() => panel.text(WATERFALL))
    .toMatch(
      /PATCH \/v1\/me[^]*The page called Clerk[^]*Clerk changed the user[^]*Clerk made the event[^]*Received[^]*Committed[^]*Seen here/,
    );
});

test('a change of email by the SDK is paired call by call', async () => {
  const before = (await causedRows()).length;
  await submit('email', { email: 'mira@vale.example.com' }, '[name=change]');
  await expect.poll(said).toBe('Changed your email to mira@vale.example.com.');
  // Added, verified, made primary, and the old one removed.
  await expect.poll(async () => (await causedRows()).length).toBe(before + 4);
  await panel.click('button', '5 changes');
  await expect
    .poll(() => panel.text('[role=dialog]'))
    .toMatch(
      /DELETE \/v1\/me\/email_addresses\/…[^]*PATCH \/v1\/me[^]*POST \/v1\/me\/email_addresses\/…\/attempt_verification[^]*POST \/v1\/me\/email_addresses/,
    );
  expect(await panel.text('[role=dialog]')).not.toMatch(/waiting|none came|overtaken|probably/);
  await panel.page.keyboard.press('Escape');
});

test('while a webhook is on the way, the row is behind, and its fields differ', async () => {
  await letWebhooks('kept back');
  await save('Late');
  await expect.poll(bar).toMatch(/Mira Late\s+◷ row behind the page/);
  await panel.click('button', 'Compare');
  await expect
    .poll(() => panel.text('[role=dialog]'))
    .toMatch(/differs:\s+last_name\s+Late\s+Vale\s+Vale/);
  await letWebhooks('at once');
  await expect.poll(() => panel.text('[role=dialog]')).toMatch(/last_name\s+Late\s+Late\s+Late/);
  await panel.page.keyboard.press('Escape');
  await expect.poll(bar).toMatch(/Mira Late\s+✓ in step/);
  await expect.poll(async () => (await causedRows())[0]).toBe('user.updated Mira Late');
});

test('a lost webhook raises an alarm with the known facts, which the next webhook clears', async () => {
  await letWebhooks('lost');
  await save('Lost');
  await expect.poll(bar).toMatch(/Mira Lost\s+◷ row behind the page/);
  await backend.forge(mira);
  await expect
    .poll(() => panel.text(ALARM))
    .toMatch(new RegExp(`No webhook within ${SILENT_AFTER_S} s for the page’s PATCH /v1/me`));
  await expect.poll(() => panel.text(ALARM)).toMatch(/1 request was rejected since/);
  await letWebhooks('at once');
  await save('Found');
  await expect.poll(() => panel.text(ALARM)).toBeNull();
  await expect.poll(bar).toMatch(/Mira Found\s+✓ in step/);
});

test('the events of the page’s user alone are one click away', async () => {
  await panel.click('button', 'Only this user');
  const filter = await panel.find('textbox', 'Filter events');
  expect(await filter.evaluate((input) => (input as HTMLInputElement).value)).toBe(
    `user:${mira.id}`,
  );
});

test('a deleted account is paired with its user.deleted', async () => {
  // Not with the pointer, for which the page would have to be in front of DevTools.
  await page.$eval('#delete', (found) => (found as HTMLElement).click());
  await expect.poll(bar).toMatch(/nobody is signed in/);
  await expect.poll(async () => (await causedRows())[0]).toMatch(/^user\.deleted/);
});

test('a sign-up is paired with its user.created, and the new user is the page’s', async () => {
  const filter = await panel.find('textbox', 'Filter events');
  await filter.click({ count: 3 });
  await panel.page.keyboard.press('Backspace');
  await submit('sign-up', {});
  await expect.poll(said).toBe('Signed up as Nova Quill.');
  await expect.poll(bar).toMatch(/Nova Quill\s+✓ in step/);
  await expect
    .poll(async () => (await causedRows()).find((row) => row.startsWith('user.created')))
    .toBe('user.created Nova Quill');
});

test('nothing is read from a page that is no longer followed, even after DevTools is opened again', async () => {
  await panel.click('button', 'Page');
  await panel.click('checkbox', 'Follow the inspected page');
  await panel.page.keyboard.press('Escape');
  await expect.poll(() => panel.text(BAR)).toBeNull();
  await save('Unseen');
  await expect.poll(async () => (await panel.rows())[0]).toContain('Nova Unseen');
  expect(await causedRows()).toEqual([]);

  await panel.page.close();
  panel = await browser.openDevTools(page);
  await panel.find('button', 'Page: off');
  await save('Unheard');
  await expect.poll(async () => (await panel.rows())[0]).toContain('Nova Unheard');
  expect(await causedRows()).toEqual([]);
  expect(await panel.text(BAR)).toBeNull();
});
