import { beforeEach, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { cleanup } from 'vitest-browser-react';
import { inspectorItem } from '../../../extension/panel/settings.ts';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';
import { someone } from '../../fixtures/data/someone.ts';

const backend = ownBackend({ faulty: true });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const verdict = inspector.getByRole('status', { name: 'Verdict' });
const event = (text: string) =>
  inspector.getByRole('region', { name: 'Events' }).getByRole('listitem').filter({ hasText: text });

let ada: ReturnType<typeof someone>;
beforeEach(async () => {
  ada = someone();
  await inspectorItem.setValue({ tab: 'User', layout: 'inline', noise: true });
  await failWith('');
  await deliver(backend, userCreated(ada));
  await openPanel([deploymentOf(backend)]);
  await page
    .getByRole('grid', { name: 'Webhook events' })
    .getByRole('row', { name: new RegExp(`user.created.*${ada.first_name} `) })
    .click();
});

async function failWith(message: string): Promise<void> {
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: message });
}

/** The app writes the row itself, without a delivery. */
async function setWorkspace(workspace_id: string): Promise<void> {
  const args = { clerk_id: ada.id, workspace_id };
  await commands.runAsAdmin(backend.url, 'users:setWorkspace', args);
}

test('a row that nothing else has written is in step with the event that wrote it', async () => {
  await expect.element(verdict).toMatchTextContent(/In step: the row is as user\.created of/);
});

test('the verdict and the next event name the fields of a row that something else has written', async () => {
  await setWorkspace('acme');
  await expect
    .element(verdict)
    .toMatchTextContent(/Edited outside webhooks since user\.created of .*: workspace_id acme/);
  await deliver(backend, userUpdated({ ...ada, last_name: 'King', updated_at: NOON + 5_000 }));
  await expect.element(verdict).toMatchTextContent(/In step/);
  await expect
    .element(event('user.updated'))
    .toMatchTextContent(/edited outside webhooks.*last_nameLovelace → King/);
});

test('a viewer, for whom values are masked, is not told that a row is in step', async () => {
  const viewer = await commands.issueAccessKey(backend.url, 'viewer');
  await cleanup();
  await openPanel([{ ...deploymentOf(backend), accessKey: viewer.accessKey }]);
  await page.getByRole('textbox', { name: 'Filter events' }).fill(`user:${ada.id}`);
  await page
    .getByRole('grid', { name: 'Webhook events' })
    .getByRole('row', { name: /user.created/ })
    .click();
  await expect
    .element(verdict)
    .toMatchTextContent(/Last written by user\.created of .* values are masked/);
  await expectAccessibleInBothThemes();
});

test('a row that disappeared without an event was deleted outside webhooks', async () => {
  await commands.runAsAdmin(backend.url, 'users:deleteUser', { clerk_id: ada.id });
  await expect
    .element(verdict)
    .toMatchTextContent(/Deleted outside webhooks since user\.created of/);
});

test('a user whose newest event failed is behind until that event is re-dispatched', async () => {
  await failWith('The mail service is down');
  await deliver(backend, userUpdated({ ...ada, last_name: 'King', updated_at: NOON + 5_000 }));
  await expect
    .element(verdict)
    .toMatchTextContent(/Behind: user\.updated .* failed.*The mail service is down/);
  await expectAccessibleInBothThemes();

  await failWith('');
  await inspector.getByRole('button', { name: 'Re-dispatch the failed user.updated' }).click();
  await expect.element(verdict).toMatchTextContent(/In step: the row is as user\.updated/);
  await expect
    .element(event('last_name'))
    .toMatchTextContent(/re-dispatched by .*last_nameLovelace → King/);
});
