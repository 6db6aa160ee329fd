/** The developer's story, in the real DevTools window of a real Chromium. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import { isDrawerOpen, setDockSide } from '../../local/demo/devtools.ts';
import { PanelBrowser } from '../fixtures/panelBrowser.ts';
import type { PanelDriver } from '../fixtures/panelDriver.ts';
import { Backend } from './backend.ts';
import { HandlerFile } from './handlerFile.ts';
import { moved, newIvo, newMira, renamed } from './people.ts';

let handler: HandlerFile;
let backend: Backend;
let browser: PanelBrowser;
let panel: PanelDriver;
let mira = newMira();
let ivo = newIvo();

beforeAll(async () => {
  handler = await HandlerFile.copy();
  backend = await Backend.start(handler.functions);
  browser = await PanelBrowser.launch();
  await browser.connect(backend);
  panel = await browser.openDevTools(await browser.openPage(`${backend.url}/version`));
  await setDockSide(panel.page, 'undocked');
});

afterAll(async () => {
  await browser?.close();
  await backend?.stop();
  await handler?.remove();
});

test('the panel connects by itself and says so', async () => {
  await expect.poll(() => panel.connection()).toContain('live');
  expect(await panel.rows()).toEqual([]);
});

test('a signed delivery becomes a row without a reload', async () => {
  expect(await backend.deliver('user.created', mira)).toMatchObject({ outcome: 'applied' });
  await expect
    .poll(() => panel.rows())
    .toEqual([expect.stringMatching(/user\.created \| Mira Holm \| .*applied/)]);
});

test('opening a delivery shows the changed fields before and after', async () => {
  mira = moved(mira, 'holm@example.com');
  await backend.deliver('user.updated', mira);
  await expect.poll(() => panel.rows()).toHaveLength(2);
  await panel.open('user.updated');
  await panel.click('tab', 'Change');
  await expect.poll(() => panel.tabText()).toMatch(/email\s+mira@example\.com\W+holm@example\.com/);
});

test('a second user.updated shows what its payload has otherwise than the first', async () => {
  mira = renamed(mira, 'Vale');
  await backend.deliver('user.updated', mira);
  await expect.poll(() => panel.rows()).toHaveLength(3);
  await panel.open('Mira Vale');
  await panel.click('tab', 'Diff');
  await expect.poll(() => panel.tabText()).toMatch(/last_name[^]*Holm[^]*Vale/);
  expect(await panel.tabText()).not.toContain('holm@example.com');
});

test('Re-dispatch adds a row tied to its original, selects it and shows its outcome', async () => {
  const earlier = await panel.rows();
  await panel.click('button', 'Re-dispatch');
  await expect
    .poll(() => panel.rows())
    .toEqual([expect.stringMatching(/user\.updated \| Mira Vale \| .*unchanged/), ...earlier]);
  await expect.poll(() => panel.selectedRow()).toMatch(/unchanged/);
  await expect.poll(() => panel.text('[aria-label="Re-dispatch"]')).toMatch(/unchanged/);

  await panel.page.keyboard.press('g');
  await expect.poll(() => panel.selectedRow()).toMatch(/applied/);
  await panel.click('tab', 'Attempts');
  await expect.poll(() => panel.tabText()).toMatch(/unchanged[^]*npm start/);
});

test('Escape closes what is open in the panel, and opens the Console drawer only after that', async () => {
  const { page: devtools } = panel;
  await panel.open('user.updated');
  await panel.click('button', 'Preview re-dispatch');
  await expect.poll(() => panel.text('[role=dialog]')).not.toBeNull();
  await devtools.keyboard.press('Tab');
  await devtools.keyboard.down('Shift');
  await devtools.keyboard.press('Tab');
  await devtools.keyboard.up('Shift');
  await expect.poll(() => panel.text('[role=tooltip]')).toBe('Close (Escape)');
  await devtools.keyboard.press('Escape');
  await expect.poll(() => panel.text('[role=dialog]')).toBeNull();
  for (const [role, opener, opened] of [
    ['button', 'Keyboard shortcuts', '[role=dialog]'],
    ['button', 'Copy and export', '[role=menu]'],
    ['button', 'Columns', '[role=dialog]'],
    ['tab', 'Payload', 'aside[aria-label=Inspector] [role=tabpanel]'],
  ] as const) {
    await panel.click(role, opener);
    await expect.poll(() => panel.text(opened)).not.toBeNull();
    await devtools.keyboard.press('Escape');
    await expect.poll(() => panel.text(opened)).toBeNull();
  }
  expect(await panel.focused()).toBe('Webhook events');
  expect(await isDrawerOpen(devtools)).toBe(false);
  await devtools.keyboard.press('Escape');
  await expect.poll(() => isDrawerOpen(devtools)).toBe(true);
  await devtools.keyboard.press('Escape');
  await expect.poll(() => isDrawerOpen(devtools)).toBe(false);
});

test('a killed server is told as offline, then live again, and nothing is missing', async () => {
  await backend.kill();
  await expect.poll(() => panel.connection()).toContain('offline');
  await backend.startAgain();
  mira = renamed(mira, 'Back');
  await backend.deliver('user.updated', mira);
  await expect.poll(() => panel.connection()).toContain('live');
  await expect.poll(() => panel.rows()).toHaveLength(5);
  expect((await panel.rows())[0]).toMatch(/user\.updated \| Mira Back \| .*applied/);
});

test('a forged delivery is rejected, with a diagnosis, and changes nobody', async () => {
  expect(await backend.forge(moved(mira, 'forger@example.com'))).toMatchObject({
    status: 400,
    outcome: 'rejected',
  });
  await expect.poll(async () => (await panel.rows())[0]).toContain('1 rejected');
  await panel.open('1 rejected');
  await expect
    .poll(() => panel.text('[aria-label="Rejection"]'))
    .toMatch(/No signature matches[^]*another endpoint's secret/);
  expect(await storedEmail(mira.id)).toBe('holm@example.com');
});

test('a handler that fails is explained: its error, its place, and that nothing was changed', async () => {
  expect(await backend.deliver('user.created', ivo)).toMatchObject({ outcome: 'applied' });
  await handler.break();
  await handler.isServedBy(backend);
  mira = moved(mira, 'mira@new.example.com');
  ivo = moved(ivo, 'ivo@new.example.com');
  for (const user of [mira, ivo]) {
    expect(await backend.deliver('user.updated', user)).toMatchObject({
      status: 500,
      outcome: 'failed',
    });
  }
  await expect
    .poll(async () => (await panel.rows()).slice(0, 2))
    .toEqual([
      expect.stringMatching(/user\.updated \| Ivo Junip \| .*failed/),
      expect.stringMatching(/user\.updated \| Mira Back \| .*failed/),
    ]);

  await panel.open('failed');
  await expect
    .poll(() => panel.text('[aria-label="Delivery"] h2'))
    .toMatch(/^Failed, so nothing changed for Ivo Junip/);
  await panel.click('tab', 'Overview');
  await expect
    .poll(() => panel.tabText())
    .toMatch(/The mail service is down\s+at onUserChange \(.*model\/onUserChange\.ts:\d+/);
  expect(await storedEmail(mira.id)).toBe('holm@example.com');
  expect(await storedEmail(ivo.id)).toBe('ivo@example.com');
});

test('once it is fixed, what failed is re-dispatched together', async () => {
  const earlier = await panel.rows();
  await handler.fix();
  await handler.isServedBy(backend);
  await panel.click('button', 'Re-dispatch many');
  await panel.click('menuitem', 'All failed since…');
  await panel.click('button', 'Re-dispatch 2 deliveries');
  await expect.poll(() => panel.text('[aria-label="Batch"] [role=status]')).toMatch(/Done: 2 of 2/);
  expect(await panel.text('[aria-label="Batch"] ul')).toMatch(/applied\s+2/);
  await panel.page.keyboard.press('Escape');
  await expect
    .poll(() => panel.rows())
    .toEqual([
      expect.stringMatching(/user\.updated \| Ivo Junip \| .*applied \| email/),
      expect.stringMatching(/user\.updated \| Mira Back \| .*applied \| email/),
      ...earlier,
    ]);
});

test('the users table ends with what was sent last of each', async () => {
  await panel.click('button', 'Users');
  for (const [{ id }, email] of [
    [mira, 'mira@new.example.com'],
    [ivo, 'ivo@new.example.com'],
  ] as const) {
    await expect.poll(() => panel.text('[role=grid][aria-label="Users"]')).toContain(email);
    expect(await storedEmail(id)).toBe(email);
  }
});

async function storedEmail(clerk_id: string): Promise<string | undefined> {
  const { accessKey, client } = backend;
  const { user } = await client.query(api.users.get, { accessKey, clerk_id });
  return user?.email;
}
