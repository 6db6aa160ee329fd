/** Questions about webhooks, each answered in at most two actions: a click, or a typed filter. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import type { Id } from '../../convex/_generated/dataModel.js';
import { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import type { PanelDriver } from '../fixtures/browser/panelDriver.ts';
import { Backend } from './backend.ts';
import { HandlerFile } from './handlerFile.ts';
import { moved, newIvo, newMira, renamed } from './people.ts';

let handler: HandlerFile;
let backend: Backend;
let browser: PanelBrowser;
let panel: PanelDriver;
let actions = 0;

beforeAll(async () => {
  handler = await HandlerFile.copy();
  backend = await Backend.start(handler.functions);
  await happen();
  browser = await PanelBrowser.launch();
  await browser.connect(backend);
  panel = await browser.openTab();
  await panel.find('grid', 'Webhook events');
});

afterAll(async () => {
  await browser?.close();
  await backend?.stop();
  await handler?.remove();
});

beforeEach(() => {
  actions = 0;
});
afterEach(() => expect(actions).toBeLessThanOrEqual(2));

test('1. Did it come?', async () => {
  await expect
    .poll(() => panel.rows())
    .toContainEqual(expect.stringMatching(/user\.updated \| Mira Vale \| .*applied/));
});

test('2. What did it change?', async () => {
  await open('Mira Vale');
  await click('tab', 'Change');
  await expect.poll(() => panel.tabText()).toMatch(/last_name\s+Holm\W+Vale/);
});

test('3. Why did it change nothing?', async () => {
  await open('stale');
  await click('tab', 'Overview');
  await expect.poll(() => panel.tabText()).toMatch(/is ahead by/);
  await panel.find('button', 'Open user.updated');
});

test('4. Why was it rejected?', async () => {
  await open('1 rejected');
  await expect
    .poll(() => panel.text('[aria-label="Rejection"]'))
    .toMatch(/No signature matches the secret in CLERK_WEBHOOK_SIGNING_SECRET/);
});

test('5. What differs from the last time?', async () => {
  await open('Mira Vale');
  await click('tab', 'Diff');
  await expect.poll(() => panel.tabText()).toMatch(/last_name[^]*Holm[^]*Vale/);
});

test('6. Is the user right now?', async () => {
  await open('Mira Vale');
  await click('tab', 'User');
  await expect.poll(() => panel.tabText()).toMatch(/in step/i);
});

test('7. Who sent it again?', async () => {
  await open('by re-dispatch');
  await click('tab', 'Overview');
  await expect.poll(() => panel.text('[aria-label="Delivery"]')).toMatch(/npm start/);
});

test('8. What would sending it again do?', async () => {
  await open('Mira Vale');
  await click('button', 'Preview re-dispatch');
  await expect.poll(() => panel.text('[role=dialog]')).toMatch(/unchanged|no row/i);
  await panel.page.keyboard.press('Escape');
});

test('9. What failed since the deploy, and is it mended?', async () => {
  await filter('after:deploy outcome:failed');
  await expect
    .poll(() => panel.rows())
    .toContainEqual(expect.stringMatching(/Ivo Junip \| .*failed → .*applied by re-dispatch/));
});

test('10. Is this live?', async () => {
  await expect.poll(() => panel.connection()).toContain('live');
});

/** Mira's name changes, an older event of hers comes late, and what fails for Ivo is sent again. */
async function happen(): Promise<void> {
  const [mira, ivo] = [newMira(), newIvo()];
  await backend.deliver('user.created', mira);
  await backend.deliver('user.created', ivo);
  const earlier = moved(mira, 'earlier@example.com');
  await backend.deliver('user.updated', renamed(earlier, 'Vale'));
  await backend.deliver('user.updated', earlier);
  await backend.forge(mira);

  await handler.break();
  await handler.isServedBy(backend);
  await backend.markDeploy('v2');
  const { id } = await backend.deliver('user.updated', moved(ivo, 'ivo@new.example.com'));
  await handler.fix();
  await handler.isServedBy(backend);
  await backend.client.mutation(api.webhookAudit.redispatch, {
    accessKey: backend.accessKey,
    id: id as Id<'webhookAudit'>,
    idempotency_key: 'mends-ivo',
  });
}

async function open(row: string): Promise<void> {
  actions += 1;
  await panel.open(row);
}

async function click(role: string, name: string): Promise<void> {
  actions += 1;
  await panel.click(role, name);
}

async function filter(text: string): Promise<void> {
  actions += 1;
  await (await panel.find('textbox', 'Filter events')).type(text);
}
