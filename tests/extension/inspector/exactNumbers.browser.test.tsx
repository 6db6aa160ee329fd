/** Numbers that JavaScript cannot hold, or would write differently, are shown as they were received. */
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

const FIRST = '1610521604143693812';
const SECOND = '1610521604143693813';

const backend = ownBackend();
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const treeItem = (text: RegExp) => page.getByRole('treeitem').filter({ hasText: text });

/** JavaScript cannot hold this number, so it is put into the text of the event. */
const withDiscordId = (event: object, id: string) =>
  JSON.stringify(event).replace('"data":{', `"data":{"discord_id":${id},"score":1.0,"limit":1e2,`);

beforeAll(async () => {
  await commands.deliver(backend.url, [
    { body: withDiscordId(userCreated(), FIRST) },
    { body: withDiscordId(userUpdated({ updated_at: NOON + 1_000 }), SECOND) },
  ]);
});

beforeEach(async () => {
  await openPanel([deploymentOf(backend)]);
  await page
    .getByRole('grid', { name: 'Webhook events' })
    .getByRole('row', { name: /user\.updated/ })
    .click();
});

const openTab = (name: string) => inspector.getByRole('tab', { name, exact: true }).click();

test('the payload tree shows, finds and copies every digit of a number', async () => {
  await openTab('Payload');
  await expect.element(treeItem(/^discord_id: 1610521604143693813$/)).toBeVisible();
  await expect.element(treeItem(/^score: 1\.0$/)).toBeVisible();
  await expect.element(treeItem(/^limit: 1e2$/)).toBeVisible();
  await inspector.getByRole('searchbox', { name: 'Find in payload' }).fill(SECOND);
  await expect.element(inspector.getByText('1 of 1')).toBeVisible();
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await inspector.getByRole('button', { name: 'Copy value' }).click();
  await expect.poll(() => copied.mock.calls).toEqual([[SECOND]]);
  copied.mockRestore();
});

test('Overview and Diff show a change of the last digit of a number', async () => {
  await openTab('Overview');
  await expect
    .element(inspector.getByRole('tabpanel', { name: 'Overview' }))
    .toMatchTextContent(/Changed in payload.*discord_id/);
  await openTab('Diff');
  await expect.element(treeItem(/removed.*discord_id: 1610521604143693812/)).toBeVisible();
  await expect.element(treeItem(/added.*discord_id: 1610521604143693813/)).toBeVisible();
});

test('the editor counts a changed last digit of a number as an edit', async () => {
  await inspector.getByRole('button', { name: 'Edit and re-dispatch' }).click();
  const editor = page.getByRole('textbox', { name: 'Event body' });
  await editor.getByText(SECOND).dblClick();
  await userEvent.keyboard('1610521604143693814');
  const edited = page.getByRole('region', { name: 'Edited fields' });
  await expect.element(edited).toMatchTextContent(/discord_id: 1610521604143693814/);
});
