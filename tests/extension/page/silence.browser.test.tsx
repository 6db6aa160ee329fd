/**
 * The alarm about a change of the inspected page without a webhook, and the causes that it names.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { pageItem } from '../../../extension/panel/settings.ts';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { countRejection, deliver } from '../../fixtures/browser/panel.tsx';
import { userDeleted, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { clerkClient } from './fakePage.ts';
import { bar, peopleOf } from './people.ts';

const backend = ownBackend({ faulty: true });
const { inStep } = peopleOf(backend);
const alarm = page.getByRole('alert', { name: 'No webhook' });
const status = page.getByRole('status', { name: 'Connection' });

beforeEach(() => pageItem.setValue({ follow: true, silentAfterSeconds: 1 }));

describe('a change without a webhook', () => {
  test('raises an alarm with what is known, which the next state clears', async () => {
    const person = await inStep();
    await person.save({ last_name: 'Vale' });
    await countRejection(backend, Date.now() + 1_000);
    await expect
      .element(alarm)
      .toMatchTextContent(/No webhook within 1 s for the page’s PATCH \/v1\/me/);
    await expect.element(alarm).toMatchTextContent(/1 request was rejected since/);
    await expectAccessibleInBothThemes();
    await alarm.getByRole('button', { name: 'Doctor' }).click();
    await expect.element(page.getByRole('dialog', { name: 'Doctor' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await person.save({ last_name: 'Moor' });
    await person.webhook();
    await expect.element(alarm).not.toBeInTheDocument();
  });

  test('is an alarm after as long as is set under Page, which is kept', async () => {
    await pageItem.setValue({ follow: true, silentAfterSeconds: 600 });
    const person = await inStep();
    await person.save();
    await page.getByRole('button', { name: 'Page', exact: true }).click();
    await page.getByRole('spinbutton', { name: /Warn after/ }).fill('2');
    await userEvent.keyboard('{Escape}');
    await expect.element(alarm).toMatchTextContent(/No webhook within 2 s/);
    expect(await pageItem.getValue()).toEqual({ follow: true, silentAfterSeconds: 2 });
  });

  test('can be dismissed, and the next one is an alarm again', async () => {
    const person = await inStep();
    await person.save();
    await alarm.getByRole('button', { name: 'Dismiss' }).click();
    await expect.element(alarm).not.toBeInTheDocument();
    await person.save();
    await expect.element(alarm).toMatchTextContent(/No webhook within 1 s/);
  });

  test('of a delete is an alarm that only its own webhook clears', async () => {
    const person = await inStep();
    const body = {
      response: { object: 'user', id: person.id, deleted: true },
      client: clerkClient(null),
    };
    person.inspected.call({ method: 'DELETE', path: 'me', from: Date.now(), body });
    await expect.element(alarm).toMatchTextContent(/DELETE \/v1\/me/);
    await deliver(backend, userDeleted(person.id));
    await expect.element(alarm).not.toBeInTheDocument();
    await expect.element(bar).toMatchTextContent(/nobody is signed in/);
  });

  test('raises no alarm while the deployment is out of reach, and raises it once that is back without the webhook', async () => {
    const person = await inStep();
    await commands.killBackend(backend.url);
    await expect.element(status).toMatchTextContent(/offline since/);
    await person.save();
    await page.getByRole('button', { name: '1 change' }).click();
    const dialog = page.getByRole('dialog');
    // Later than the time after which the alarm would be raised.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await expect.element(dialog).toMatchTextContent(/◌ waiting/);
    await userEvent.keyboard('{Escape}');
    expect(alarm.query()).toBeNull();
    await commands.restartBackend(backend.url);
    await expect.element(alarm).toMatchTextContent(/No webhook within 1 s/);
  });
});

describe('the alarm opens the doctor, and names', () => {
  test('failed deliveries of the user since', async () => {
    const person = await inStep();
    await person.save();
    await commands.setEnvironment(backend.url, { HANDLER_ERROR: 'The mail service is down' });
    await deliver(backend, userUpdated({ ...person.user, updated_at: person.version + 1 }));
    await commands.setEnvironment(backend.url, { HANDLER_ERROR: '' });
    await expect.element(alarm).toMatchTextContent(/1 delivery of this user failed since/);
    await openDoctor();
  });

  test('the other deployment that the page talks to', async () => {
    const person = await inStep();
    const url = 'wss://happy-otter-123.convex.cloud/api/1.48.0/sync';
    person.inspected.request({ ...person.inspected.history[0]!, url });
    await person.save();
    await expect
      .element(alarm)
      .toMatchTextContent(/talks to https:\/\/happy-otter-123\.convex\.cloud, the panel to http/);
    await openDoctor();
  });

  async function openDoctor(): Promise<void> {
    await alarm.getByRole('button', { name: 'Doctor' }).click();
    await expect.element(page.getByRole('dialog', { name: 'Doctor' })).toBeVisible();
  }
});
