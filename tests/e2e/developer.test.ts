/** The developer's story, in the real DevTools window of a real Chromium. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import { isDrawerOpen } from '../../local/demo/browser/devtools.ts';
import { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import type { PanelDriver } from '../fixtures/browser/panelDriver.ts';
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
  const page = await browser.openPage(`${backend.url}/version`);
  panel = await browser.openDevTools(page, 'undocked');
});

afterAll(async () => {
  await browser?.close();
  await backend?.stop();
  await handler?.remove();
});

test('the panel connects automatically and shows that it is live', async () => {
  await expect.poll(() => panel.connection()).toContain('live');
  expect(await panel.rows()).toEqual([]);
});

test('a signed delivery becomes a row without a reload', async () => {
  expect(await backend.deliver('user.created', mira)).toMatchObject({ outcome: 'applied' });
  await expect.poll(() => rowOf('Mira Holm')).toMatch(/user\.created \| Mira Holm \| .*applied/);
});

test('opening a delivery shows the changed fields before and after', async () => {
  mira = moved(mira, 'holm@example.com');
  await backend.deliver('user.updated', mira);
  await panel.open('users: email');
  await panel.click('tab', 'Change');
  await expect.poll(() => panel.tabText()).toMatch(/email\s+mira@example\.com\W+holm@example\.com/);
});

test('a second user.updated shows how its payload differs from the first', async () => {
  mira = renamed(mira, 'Vale');
  await backend.deliver('user.updated', mira);
  await panel.open('Mira Vale');
  await panel.click('tab', 'Diff');
  await expect.poll(() => panel.tabText()).toMatch(/last_name[^]*Holm[^]*Vale/);
  expect(await panel.tabText()).not.toContain('holm@example.com');
});

test('a re-dispatch says its outcome and who sent it, in the line of its event', async () => {
  const lines = (await panel.rows()).length;
  await panel.open('Mira Vale');
  await panel.click('button', 'Re-dispatch');
  await expect.poll(() => panel.text('[aria-label="Re-dispatch"]')).toMatch(/unchanged/);
  await expect.poll(() => panel.selectedRow()).toMatch(/Mira Vale[^]*unchanged/);
  expect(await panel.rows()).toHaveLength(lines);
  await panel.click('tab', 'Attempts');
  await expect.poll(() => panel.tabText()).toMatch(/unchanged[^]*npm start/);

  await panel.page.keyboard.press('g');
  await expect.poll(() => panel.selectedRow()).toMatch(/Mira Vale[^]*applied/);
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

test('the panel shows a killed server as offline, then live again, and misses no event', async () => {
  await backend.kill();
  await expect.poll(() => panel.connection()).toContain('offline');
  await backend.startAgain();
  mira = renamed(mira, 'Back');
  await backend.deliver('user.updated', mira);
  await expect.poll(() => panel.connection()).toContain('live');
  await expect.poll(() => rowOf('Mira Back')).toMatch(/user\.updated \| Mira Back \| .*applied/);
});

test('a failed delivery shows the error, its place, and that nothing changed', async () => {
  expect(await backend.deliver('user.created', ivo)).toMatchObject({ outcome: 'applied' });
  await handler.break();
  await handler.isServedBy(backend);
  ivo = moved(ivo, 'ivo@new.example.com');
  expect(await backend.deliver('user.updated', ivo)).toMatchObject({ status: 500 });

  await panel.open('The mail service is down');
  await expect
    .poll(() => panel.text('[aria-label="Delivery"] h2'))
    .toMatch(/^Failed, so nothing changed: The mail service is down\./);
  await panel.click('tab', 'Overview');
  await expect
    .poll(() => panel.tabText())
    .toMatch(/The mail service is down\s+at handler \(.*webhookHandler\.ts:\d+/);
  expect(await storedEmail(ivo.id)).toBe('ivo@example.com');
});

test('once the handler is fixed, a re-dispatch mends the failure, and its line says so', async () => {
  await handler.fix();
  await handler.isServedBy(backend);
  await panel.click('button', 'Re-dispatch');
  await expect
    .poll(() => rowOf('user.updated | Ivo Junip'))
    .toMatch(/failed → .*applied by re-dispatch/);
  expect(await storedEmail(ivo.id)).toBe('ivo@new.example.com');
});

/** The line of the timeline that contains this text. */
async function rowOf(part: string): Promise<string | undefined> {
  return (await panel.rows()).find((row) => row.includes(part));
}

async function storedEmail(clerk_id: string): Promise<string | undefined> {
  const { accessKey, client } = backend;
  const { row } = await client.query(api.webhookAudit.user, { accessKey, clerk_id });
  return row?.email as string | undefined;
}
