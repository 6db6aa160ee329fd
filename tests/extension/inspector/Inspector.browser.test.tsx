import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { inspectorItem } from '../../../extension/panel/settings.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';
import { deliverEachKind, inspector, open, treeItem } from './inspectedEvents.ts';

const backend = ownBackend();
beforeAll(() => deliverEachKind(backend));

describe('with a redispatcher’s key', () => {
  beforeEach(async () => {
    await inspectorItem.setValue({ tab: 'Overview', layout: 'inline', noise: true });
    await openPanel([deploymentOf(backend)]);
  });

  test.each([
    ['email, last_name', 'Changed Ada King’s email and last name in users.'],
    [
      'duplicate',
      'Changed nothing: already applied by attempt 1. Second attempt; the first was applied.',
    ],
    ['stale', 'Changed nothing: the row already has newer data.'],
    ['session.created', 'Changed nothing: your handler ignores session.created events.'],
    ['user.deleted', 'Deleted Ada Lovelace from users.'],
  ])('the inspector describes the row "%s" in sentences', async (row, sentences) => {
    await open(row);
    const heading = inspector.getByRole('heading', { level: 2 });
    await expect.element(heading).toMatchTextContent(sentences);
  });

  test('Change shows every changed field before and after, and the unchanged ones when asked for', async () => {
    await open('email, last_name', 'Change');
    for (const name of ['email', 'email_lower']) {
      const field = page.getByRole('rowheader', { name, exact: true });
      const row = inspector.getByRole('row').filter({ has: field });
      await expect.element(row).toMatchTextContent('ada@example.com → ada.king@example.com');
    }
    await expect.element(inspector.getByText('first_name')).not.toBeInTheDocument();
    await inspector.getByRole('button', { name: /Show \d+ unchanged fields/ }).click();
    await expect.element(inspector.getByText('first_name')).toBeVisible();
    await inspector.getByRole('button', { name: 'Side by side' }).click();
    await expect.element(inspector.getByRole('columnheader', { name: 'Before' })).toBeVisible();
  });

  test('Headers lists what Svix sent, without the signature', async () => {
    await open('email, last_name', 'Headers');
    const signature = inspector.getByRole('row').filter({ hasText: 'svix-signature' });
    await expect.element(inspector.getByText('msg_changed')).toBeVisible();
    await expect.element(signature).not.toMatchTextContent('v1,');
  });

  test('each attempt opens', async () => {
    await open('duplicate', 'Attempts');
    await inspector.getByRole('row').filter({ hasText: 'applied' }).getByRole('button').click();
    await expect
      .element(inspector.getByRole('heading', { level: 2 }))
      .toMatchTextContent('Added Ada Lovelace to users. First of 2 attempts');
  });

  test('any row opens its history, with the event that set each field', async () => {
    await open('email, last_name', 'Change');
    await inspector.getByRole('button', { name: /^History of users/ }).click();
    const slider = inspector.getByRole('slider', { name: 'Event in the row’s history' });
    const field = (name: string) =>
      inspector
        .getByRole('region', { name: 'Row at this moment' })
        .getByRole('row')
        .filter({ hasText: name });
    const moment = expect.stringMatching(/^user\.updated of /);
    await expect.element(slider).toHaveAttribute('aria-valuetext', moment);
    await expect.element(field('last_name')).toMatchTextContent('Kinguser.updated');
    await expect.element(field('first_name')).toMatchTextContent('Adauser.created');
    (slider.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.element(field('last_name')).toMatchTextContent('Lovelaceuser.created');
    await inspector.getByRole('button', { name: 'Back to the change' }).click();
    await expect
      .element(inspector.getByRole('region', { name: 'Changed documents' }))
      .toBeVisible();
  });

  test('the User tab begins with whether the row is in step, followed by its history', async () => {
    await open('email, last_name', 'User');
    const verdict = inspector.getByRole('status', { name: 'Verdict' });
    await expect.element(verdict).toMatchTextContent('In step');
    const events = inspector.getByRole('region', { name: 'Events' });
    await expect
      .element(events)
      .toMatchTextContent(/user\.updated.*emailada@example\.com → ada\.king@example\.com/);
  });

  test('the history of a deleted user’s row says that it is gone, and shows it as it was before', async () => {
    await open('user.deleted', 'User');
    const verdict = inspector.getByRole('status', { name: 'Verdict' });
    await expect.element(verdict).toMatchTextContent('Deleted at Clerk');
    await expect.element(inspector.getByText('Deleted by this event.')).toBeVisible();
    const created = inspector.getByRole('listitem').filter({ hasText: 'user.created' });
    await created.getByRole('button', { name: /^\d/ }).click();
    await expect.element(inspector.getByText('user_2joan').first()).toBeVisible();
  });

  test('a rejection says why and what to do', async () => {
    await open('rejected');
    await expect
      .element(inspector.getByRole('heading', { level: 2 }))
      .toMatchTextContent('Rejected a request: wrong signature.');
    const overview = inspector.getByRole('tabpanel', { name: 'Overview' });
    await expect.element(overview.getByText(/No signature matches the secret/)).toBeVisible();
    await expect.element(overview.getByText(/Signing Secret of this endpoint/)).toBeVisible();
    await expect
      .element(overview)
      .toMatchTextContent(/Claims to beuser\.updated of Ada Lovelace user_2ada \(unverified/);
  });
});

test('a viewer sees that values are masked, and still which of them changed', async () => {
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await open('email, last_name', 'Change');
  await expect
    .element(inspector.getByRole('heading', { level: 2 }))
    .toMatchTextContent('Changed user_2ada’s email and last name in users.');
  await expect.element(inspector.getByText(/access key belongs to a viewer/)).toBeVisible();
  const email = inspector.getByRole('row').filter({ hasText: 'email' }).first();
  await expect.element(email).toMatchTextContent('••• masked → ••• masked');
  await inspector.getByRole('tab', { name: 'Payload' }).click();
  await expect.element(treeItem(/first_name: ••• masked/)).toBeVisible();
  expect(document.body.textContent).not.toContain('ada.king@example.com');
});

test('for a delivery that does not exist, an error says so and offers to try again', async () => {
  const gone = 'nowhere' as never;
  await openPanel([deploymentOf(backend)], { deployment: backend.url, event: gone } as never);
  await expect.element(inspector.getByRole('alert')).toBeVisible();
  expect(inspector.element().textContent).not.toContain(backend.accessKey);
  await inspector.getByRole('button', { name: 'Try again' }).click();
  await expect.element(inspector.getByRole('alert')).toBeVisible();
});
