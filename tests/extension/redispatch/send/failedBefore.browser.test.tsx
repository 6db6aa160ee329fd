/** Deliveries that failed because the app's handler threw; a preview runs it again. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend({ faulty: true });
const dialog = page.getByRole('dialog');
const effect = dialog.getByRole('region', { name: 'Effect' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const heading = inspector.getByRole('heading', { level: 2 });
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeAll(async () => {
  await failWith('The mail service is down');
  await deliver(backend, { event: userCreated(), svixId: 'msg_failed' });
});
beforeEach(() => failWith('The mail service is down'));

async function failWith(message: string): Promise<void> {
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: message });
}

async function openFailed(accessKey = backend.accessKey) {
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await page.getByRole('textbox', { name: 'Filter events' }).fill('id:msg_failed');
  await page
    .getByRole('grid', { name: 'Webhook events' })
    .getByRole('row', { name: /failed/ })
    .click();
}

const previews = ['Preview re-dispatch', 'Edit and re-dispatch'];

test.each(previews)('%s says what the handler would throw again', async (name) => {
  await openFailed();
  await button(name).click();
  await expect
    .element(effect)
    .toMatchTextContent(/Your handler would throw\. .*The mail service is down/);
});

test.each(previews)('%s warns that a handler which succeeds now may throw again', async (name) => {
  await failWith('');
  await openFailed();
  await button(name).click();
  await expect.element(effect).toMatchTextContent(/It failed the first time\..*may throw again/);
});

test('the preview of a batch says how many would fail, and how many failed the first time', async () => {
  await openFailed();
  await button('Bulk re-dispatch').click();
  await page.getByRole('menuitem', { name: 'Re-dispatch failed since…' }).click();
  await expect.element(effect).toMatchTextContent(/^1 would fail\./);
  await userEvent.keyboard('{Escape}');

  await failWith('');
  await button('Bulk re-dispatch').click();
  await page.getByRole('menuitem', { name: 'Re-dispatch failed since…' }).click();
  await expect.element(effect).toMatchTextContent(/Adds 1 row\..*1 of these failed the first time/);
});

test('a re-dispatch that fails says so once, with the first line of the error', async () => {
  await openFailed();
  await userEvent.keyboard('r');
  await expect
    .element(page.getByRole('status', { name: 'Re-dispatch' }))
    .toMatchTextContent(/failed\. Nothing changed\. Your handler threw an error\./);
  await expect
    .element(heading)
    .toMatchTextContent(/^Failed, so nothing changed: The mail service is down\./);
  expect(inspector.element().textContent).not.toContain('Your handler threw');
});

test('a viewer, who may not read the error, also sees once that the delivery failed', async () => {
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openFailed(accessKey);
  await expect
    .element(heading)
    .toMatchTextContent(/^Failed, so nothing changed: your handler threw an error\./);
  expect(inspector.element().textContent.match(/threw/g)).toHaveLength(1);
});
