/** Failed deliveries and their retries, and deliveries that are no longer kept. */
import { beforeEach, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend({ faulty: true });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const row = (text: RegExp) => grid.getByRole('row', { name: text });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const sentence = inspector.getByRole('heading', { level: 2 });
const tab = (name: string) => inspector.getByRole('tab', { name, exact: true });
const button = (name: string) => inspector.getByRole('button', { name, exact: true });

let users = 0;
/** A user of this test's own. */
let ada: { id: string; first_name: string };
beforeEach(async () => {
  users += 1;
  ada = { id: `user_2ada${users}`, first_name: `Ada${users}` };
  await failWith('');
  await deliver(backend, userCreated(ada));
  await openPanel([deploymentOf(backend)]);
});

async function failWith(message: string): Promise<void> {
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: message });
}

test('a failed delivery says why, and its successful retry says how the first attempt failed', async () => {
  const event = userUpdated({ ...ada, last_name: 'King' });
  await failWith('The mail service is down');
  await deliver(backend, { event, svixId: 'msg_retried' });
  await row(/failed/).click();
  await expect
    .element(sentence)
    .toHaveTextContent(
      'Failed, so nothing changed: The mail service is down. Clerk will send it again.',
    );
  await expect.element(inspector).toMatchTextContent(/ResponseHTTP 500/);
  await tab('Change').click();
  await expect.element(inspector).toMatchTextContent(/Nothing changed.*The mail service is down/);

  await failWith('');
  const [retry] = await deliver(backend, { event, svixId: 'msg_retried' });
  expect(retry).toMatchObject({ status: 200, outcome: 'applied' });
  // The open one hears of it by itself.
  await expect.element(sentence).toMatchTextContent(/First of 2 attempts; the last was applied\.$/);
  await tab('Attempts').click();
  const attempt = (number: RegExp) =>
    inspector.getByRole('table', { name: 'Attempts' }).getByRole('row').filter({ hasText: number });
  await expect.element(attempt(/^2/)).toMatchTextContent(/applied/);
  await expect.element(attempt(/^1/)).toMatchTextContent(/failed.*The mail service is down/);
  await attempt(/^2/).getByRole('button').click();
  await expect
    .element(sentence)
    .toMatchTextContent(
      `Changed ${ada.first_name} King’s last name in users. Second attempt; the first failed:`,
    );
  await expect.element(row(/King .*applied/)).toHaveAttribute('aria-selected', 'true');
});

test('each tab of a forgotten user’s delivery says that its payload is gone, and it cannot be re-dispatched', async () => {
  await deliver(backend, userUpdated({ ...ada, last_name: 'King' }));
  await row(new RegExp(`user.updated ${ada.first_name}`)).click();
  await expect.element(button('Re-dispatch')).toBeEnabled();

  await commands.runAsAdmin(backend.url, 'webhookAdmin:forgetUser', { clerk_id: ada.id });
  await tab('Payload').click();
  await expect.element(inspector.getByText('The payload is no longer kept')).toBeVisible();
  for (const name of ['Re-dispatch', 'Preview re-dispatch', 'Edit and re-dispatch']) {
    await expect.element(button(name)).toBeDisabled();
    await expect.element(button(name)).toHaveAccessibleDescription(/payload is no longer kept/);
  }
  await tab('Change').click();
  await expect.element(inspector.getByText('The change is no longer kept')).toBeVisible();
  await tab('Diff').click();
  await expect.element(inspector).toMatchTextContent(/no longer kept|Nothing to compare/);
  await tab('Headers').click();
  await expect.element(inspector.getByText('The headers are no longer kept.')).toBeVisible();
  expect(inspector.element().textContent).not.toContain('King');
});

test('a delivery that retention deletes while it is open says so, and offers nothing to send', async () => {
  await row(new RegExp(`user.created ${ada.first_name}`)).click();
  await expect.element(button('Re-dispatch')).toBeEnabled();
  await commands.setEnvironment(backend.url, { WEBHOOK_RETENTION_DAYS: '0.00000001' });
  await commands.runAsAdmin(backend.url, 'webhookAdmin:prune', {});
  await commands.setEnvironment(backend.url, { WEBHOOK_RETENTION_DAYS: '' });
  await expect
    .element(inspector.getByRole('alert'))
    .toMatchTextContent('This delivery is no longer kept: retention deleted it.');
  await expect.element(button('Re-dispatch')).not.toBeInTheDocument();

  await deliver(backend, userUpdated({ ...ada, last_name: 'King', updated_at: NOON + 5_000 }));
  await row(new RegExp(`${ada.first_name} King applied`)).click();
  await expect.element(sentence).toMatchTextContent(/^Changed .* last name in users/);
});
