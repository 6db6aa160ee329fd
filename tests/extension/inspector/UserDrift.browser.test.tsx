import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { inspectorItem } from '../../../extension/app/settings.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const slider = inspector.getByRole('slider', { name: /Moment/ });
const row = inspector.getByRole('region', { name: 'Row at this moment' });
const field = (name: string) => row.getByRole('row').filter({ hasText: name });
const events = inspector.getByRole('region', { name: 'Events' }).getByRole('listitem');

beforeAll(async () => {
  backend = await commands.startBackend();
  await deliver(backend, userCreated());
  await changeBehindTheHistory(1_000, { first_name: 'Augusta' });
});
afterAll(() => commands.stopBackend(backend.url));

beforeEach(async () => {
  await inspectorItem.setValue({ tab: 'User', layout: 'inline', noise: true });
  await openPanel([deploymentOf(backend)]);
  await page
    .getByRole('grid', { name: 'Webhook events' })
    .getByRole('row', { name: /user.created/ })
    .click();
});

/** Writes a users row as something other than a webhook would: no delivery tells of it. */
async function changeBehindTheHistory(later: number, fields: object): Promise<void> {
  await commands.runAsAdmin(backend.url, 'users:updateUser', {
    event: {
      kind: 'upsert',
      clerk_id: 'user_2ada',
      updated_at: NOON + later,
      event_at: NOON + later,
      fields: {
        email: 'ada@example.com',
        first_name: 'Ada',
        last_name: 'Lovelace',
        image_url: 'https://img.example.com/ada.png',
        clerk_created_at: NOON,
        ...fields,
      },
    },
  });
}

test('a stored row that the history does not explain is marked, and its fields are named', async () => {
  await expect.element(slider).toHaveAttribute('aria-valuetext', expect.stringContaining('1 of 1'));
  await expect.element(field('first_name')).toMatchTextContent('Ada1. created');
  expect(row.getByText(/not what the history says/).query()).toBeNull();
  await expect.element(events.first()).toMatchTextContent(/Now.*differs/);

  (slider.element() as HTMLElement).focus();
  await userEvent.keyboard('{End}');
  await expect
    .element(row.getByText(/The stored row is not what the history says: [^.]*first name/))
    .toBeVisible();
  await expect.element(field('first_name')).toMatchTextContent('Augusta');
});

test('the next event is marked, too: before it the row had come to differ', async () => {
  await deliver(backend, userUpdated({ last_name: 'King', updated_at: NOON + 5_000 }));
  await expect.element(events.first()).toMatchTextContent(/^Now$/);
  await expect.element(events.nth(1)).toMatchTextContent(/user\.updated.*differs/);
  await events.nth(1).getByRole('button').first().click();
  await expect
    .element(row.getByText(/Before this event the stored row was not.*first name/))
    .toBeVisible();
  await expect.element(field('last_name')).toMatchTextContent('King2. updated');
});
