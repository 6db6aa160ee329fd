/** A row with more writes than are loaded at once. */
import { beforeAll, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { inspectorItem } from '../../../extension/panel/settings.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const slider = inspector.getByRole('slider', { name: 'Event in the row’s history' });
const events = inspector.getByRole('region', { name: 'Events' });

/** The row, its heading and the slider are about the same event. */
async function expectShown(lastName: string, eventType: string) {
  const row = inspector.getByRole('region', { name: 'Row at this moment' });
  const field = row.getByRole('row').filter({ hasText: 'last_name' });
  await expect.element(field).toMatchTextContent(lastName);
  const heading = row.getByRole('heading');
  await expect.element(heading).toMatchTextContent(`Row after ${eventType} of `);
  const event = heading.element().textContent.replace('Row after ', '');
  await expect.element(slider).toHaveAttribute('aria-valuetext', event);
}

beforeAll(async () => {
  const changes = Array.from({ length: 105 }, (_, n) =>
    userUpdated({ last_name: `King ${n}`, updated_at: NOON + n + 1 }),
  );
  await deliver(backend, userCreated(), ...changes);
});

test('an event that is not loaded yet is loaded on demand, and the slider says the event whose row is shown', async () => {
  await inspectorItem.setValue({ tab: 'User', layout: 'inline', noise: true });
  await openPanel([deploymentOf(backend)]);
  await page.getByRole('textbox', { name: 'Filter events' }).fill('type:user.created');
  await page.getByRole('row', { name: /user.created Ada/ }).click();
  await expect.element(inspector).toMatchTextContent(/This event is older than the 50 loaded/);
  await expectShown('King 104', 'user.updated');

  const third = events.getByRole('listitem').filter({ hasText: 'King 101 → King 102' });
  await third.getByRole('button', { name: /^\d/ }).click();
  await expectShown('King 102', 'user.updated');

  await inspector.getByRole('tab', { name: 'Overview' }).click();
  await inspector.getByRole('tab', { name: 'User' }).click();
  await inspector.getByRole('button', { name: 'Load up to this event' }).click();
  await expectShown('Lovelace', 'user.created');
  await expect.element(inspector).not.toMatchTextContent(/older than/);
});
