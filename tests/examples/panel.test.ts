/** The panel at work on an example: an app's own tables and handler, with the package as packed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import { buildExtensionIfStale } from '../../local/demo/browser/extensionBuild.ts';
import { userCreated, userUpdated } from '../fixtures/data/clerkEvents.ts';
import { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import { ADA, startExample } from './startExample.ts';

let browser: PanelBrowser;
beforeAll(async () => {
  await buildExtensionIfStale();
  browser = await PanelBrowser.launch();
});
afterAll(async () => await browser?.close());

test("the panel shows the example's rows, previews an event and sends it again", async () => {
  const app = await startExample('external-id', '/clerk-users-webhook');
  await app.deliver(userCreated());
  await app.mutate('posts:add', { text: 'First' }, ADA);
  await browser.connect({ url: app.url, accessKey: app.accessKey });
  const panel = await browser.openTab();
  await expect.poll(() => panel.connection()).toContain('live');

  await app.deliver(userUpdated({ first_name: 'Augusta' }));
  const updated = /user\.updated \| Augusta Lovelace \| .*applied.*users: name.*posts: authorName/;
  await expect.poll(async () => (await panel.rows())[0]).toMatch(updated);
  await panel.open('user.updated');
  await panel.click('tab', 'Change');
  await expect
    .poll(() => panel.tabText())
    .toMatch(/users[^]*name\s+Ada Lovelace → Augusta Lovelace[^]*posts[^]*authorName\s+Ada Love/);

  await panel.click('button', 'Preview re-dispatch');
  await expect.poll(() => panel.text('[role=dialog]')).toMatch(/would change nothing/);
  await panel.page.keyboard.press('Escape');
  expect(await panel.rows()).toHaveLength(2);

  await panel.click('button', 'Re-dispatch');
  const tail = { accessKey: app.accessKey, after: 0n };
  await expect
    .poll(async () => (await app.admin.query(api.webhookAudit.tail, tail)).at(-1))
    .toMatchObject({ outcome: 'unchanged', redispatch: { by: 'QA laptop', edited: false } });

  await panel.click('button', 'Users');
  await expect.poll(() => panel.text('[aria-label="Users"]')).toMatch(/user_2ada/);
});
