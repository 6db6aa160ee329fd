/** What became of an event, and why it changed nothing, with links to the other deliveries. */
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { commands, page, type Locator } from 'vitest/browser';
import { inspectorItem } from '../../../../extension/panel/settings.ts';
import { expectAccessibleInBothThemes } from '../../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';
import { NOON, userCreated, userDeleted, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import { someone } from '../../../fixtures/data/someone.ts';

const backend = ownBackend({ faulty: true });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const overview = inspector.getByRole('tabpanel', { name: 'Overview' });
const attempts = overview.getByRole('region', { name: 'Attempts and re-dispatches' });
const heading = inspector.getByRole('heading', { level: 2 });
const row = (text: string) =>
  page.getByRole('grid', { name: 'Webhook events' }).getByRole('row').filter({ hasText: text });

let ada: ReturnType<typeof someone>;
beforeEach(async () => {
  ada = someone();
  await inspectorItem.setValue({ tab: 'Overview', layout: 'inline', noise: true });
  await failWith('');
  await deliver(backend, userCreated(ada));
  await openPanel([deploymentOf(backend)]);
  await page.getByRole('textbox', { name: 'Filter events' }).fill(`user:${ada.id}`);
});

async function failWith(message: string): Promise<void> {
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: message });
}

const changed = () => userUpdated({ ...ada, last_name: 'King', updated_at: NOON + 5_000 });

test('a failure is open until an attempt mends it, and each attempt then links to the other', async () => {
  const event = { event: changed(), svixId: `msg_${ada.id}` };
  await failWith('The mail service is down');
  await deliver(backend, event);
  await row('failed').click();
  await expect.element(overview).toMatchTextContent(/^Open: this event failed/);
  await expect.element(overview).toMatchTextContent(/retry (about|was due about)/);

  await failWith('');
  await deliver(backend, event);
  await expect.element(overview).toMatchTextContent(/Failed → .*applied at attempt 2,/);
  await expect.element(attempts).toMatchTextContent(/failedattempt 1.* later.*appliedattempt 2/);
  await expectAccessibleInBothThemes();
  await overview.getByRole('button', { name: 'Open that delivery' }).click();
  await expect.element(heading).toMatchTextContent(/^Changed .* last name/);
  await expect
    .element(overview)
    .toMatchTextContent(/Mended: the event had failed before this attempt/);
  await attempts.getByRole('button', { name: /^Open attempt 1/ }).click();
  await expect.element(heading).toMatchTextContent(/^Failed/);
});

test('the Overview of a stale event names and opens the event that is ahead, and says by how much', async () => {
  await deliver(backend, changed(), userUpdated({ ...ada, updated_at: NOON + 1_000 }));
  await row('stale').click();
  await expect.element(overview).toMatchTextContent(/user\.updated of .* is ahead by 4\.0 s\./);
  await overview.getByRole('button', { name: 'Open user.updated' }).click();
  await expect.element(heading).toMatchTextContent(/^Changed .* last name/);
});

test('the Overview of an event that comes after a delete names the delete', async () => {
  await deliver(backend, userDeleted(ada.id), userUpdated({ ...ada, updated_at: NOON + 9_000 }));
  await row('stale').click();
  await expect.element(overview).toMatchTextContent(/user\.deleted of .* deleted it\./);
});

test('the Overview of an event that changes no row names the payload fields that nothing stores', async () => {
  await deliver(backend, userUpdated({ ...ada, last_sign_in_at: NOON + 7_000 }));
  await row('unchanged').click();
  await expect
    .element(overview)
    .toMatchTextContent(/last_sign_in_at differs from the previous one/);
  await overview.getByRole('button', { name: 'Show the difference' }).click();
  await expect.element(inspector.getByRole('tree', { name: 'Differences' })).toBeVisible();
});

test('the Overview of a duplicate links to the attempt that was applied', async () => {
  const event = { event: changed(), svixId: `msg_${ada.id}` };
  await deliver(backend, event, event);
  await row('duplicate').click();
  await overview.getByRole('button', { name: 'Open attempt 1', exact: true }).click();
  await expect.element(heading).toMatchTextContent(/^Changed .* last name/);
});

test('the Overview of a duplicate after 60 others links to the delivery that was handled', async () => {
  const event = { event: changed(), svixId: `msg_${ada.id}` };
  await deliver(backend, ...Array.from({ length: 61 }, () => event));
  await row('duplicate').click();
  await overview.getByRole('button', { name: 'Open that delivery' }).click();
  await expect.element(heading).toMatchTextContent(/^Changed .* last name/);
});

test('ids and sizes are under Details', async () => {
  await row('user.created').click();
  const svixId = overview.getByRole('button', { name: 'Copy svix-id' });
  await expect.element(svixId).not.toBeInTheDocument();
  await overview.getByText('Details').click();
  await expect.element(svixId).toBeVisible();
});

test('a user’s id that takes two lines touches neither the line above nor the one below', async () => {
  const long = { id: `user_2${'long'.repeat(12)}`, first_name: 'Longina' };
  await deliver(backend, userCreated(long));
  await page.getByRole('textbox', { name: 'Filter events' }).fill(`user:${long.id}`);
  await page.viewport(700, 700);
  onTestFinished(() => page.viewport(1_280, 720));
  await row('Longina').click();
  const boxOf = (locator: Locator) => locator.element().getBoundingClientRect();
  const id = overview.getByRole('button', { name: long.id });
  await expect.element(id).toBeVisible();
  const name = boxOf(overview.getByText('Longina Lovelace'));
  const { top, bottom, height } = boxOf(id);
  expect(height).toBeGreaterThanOrEqual(2 * name.height);
  expect(top).toBeGreaterThanOrEqual(name.bottom);
  expect(bottom).toBeLessThanOrEqual(boxOf(overview.getByText('Received')).top);
});
