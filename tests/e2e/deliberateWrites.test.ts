/** Only a deliberate press re-dispatches, in the real DevTools window. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import type { PanelDriver } from '../fixtures/browser/panelDriver.ts';
import { Backend } from './backend.ts';
import { moved, newIvo, newMira } from './people.ts';

let backend: Backend;
let browser: PanelBrowser;
let panel: PanelDriver;
const mira = newMira();
const ivo = newIvo();

beforeAll(async () => {
  backend = await Backend.start();
  browser = await PanelBrowser.launch();
  await browser.connect(backend);
  panel = await browser.openDevTools(await browser.openPage(`${backend.url}/version`), 'undocked');
  await backend.deliver('user.created', mira);
  await backend.deliver('user.created', ivo);
});

afterAll(async () => {
  await browser?.close();
  await backend?.stop();
});

test('Enter on a row goes to the open tab, and Enter there sends nothing', async () => {
  await panel.open('Mira Holm');
  await panel.click('tab', 'Payload');
  await panel.open('Mira Holm');
  const { keyboard } = panel.page;
  await keyboard.press('Enter');
  await expect.poll(() => panel.focused()).toBe('Payload');
  await keyboard.press('Enter');
  await keyboard.press('Enter');
  await keyboard.press('Space');
  expect(await panel.focused()).toBe('Payload');
  expect(await sentNames()).toEqual([]);
});

test('a click on a glyph sends the row under the pointer, although another row has come', async () => {
  await panel.open('Ivo Junip');
  const glyph = await panel.aimAtGlyph('Ivo Junip');
  await backend.deliver('user.updated', moved(mira, 'mira@new.example.com'));
  await expect.poll(() => panel.find('button', '1 new')).toBeTruthy();
  await glyph.press();
  await expect.poll(sentNames).toEqual(['Ivo Junip']);
  await panel.movePointerAway();
  // The re-dispatch is folded into the line of its event.
  await expect.poll(() => panel.rows()).toHaveLength(3);
});

test('holding r sends once, and a second press sends again', async () => {
  await panel.open('user.updated');
  await expect.poll(() => panel.selectedRow()).toMatch(/Mira/);
  const { keyboard } = panel.page;
  for (let repeat = 0; repeat < 9; repeat++) {
    await keyboard.down('r');
    await expect.poll(() => panel.text('[aria-label="Re-dispatch"]')).toMatch(/Re-dispatched/);
  }
  await keyboard.up('r');
  expect(await sentNames()).toEqual(['Mira Holm', 'Ivo Junip']);
  await keyboard.press('r');
  await expect.poll(sentNames).toEqual(['Mira Holm', 'Mira Holm', 'Ivo Junip']);
});

/** The users whose events were re-dispatched, newest first. */
async function sentNames(): Promise<(string | undefined)[]> {
  const { accessKey, client } = backend;
  const { rows } = await client.query(api.webhookAudit.older, { accessKey, before: null });
  return rows.filter(({ redispatch }) => redispatch).map(({ user_label }) => user_label);
}
