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

beforeAll(async () => {
  const changes = Array.from({ length: 105 }, (_, n) =>
    userUpdated({ last_name: `King ${n}`, updated_at: NOON + n + 1 }),
  );
  await deliver(backend, userCreated(), ...changes);
});

test('events are numbered from the newest, and an event that is not loaded yet is loaded on demand', async () => {
  await inspectorItem.setValue({ tab: 'User', layout: 'inline', noise: true });
  await openPanel([deploymentOf(backend)]);
  await page.getByRole('textbox', { name: 'Filter events' }).fill('type:user.created');
  await page.getByRole('row', { name: /user.created Ada/ }).click();
  await expect.element(inspector).toMatchTextContent(/This event is older than the 50 loaded/);
  const newest = expect.stringMatching(/^1 of 50\+, newest first: user.updated/);
  await expect.element(slider).toHaveAttribute('aria-valuetext', newest);

  await events.getByRole('button', { name: /^3\. / }).click();
  const place = expect.stringMatching(/^3 of 50\+, newest first: user.updated/);
  await expect.element(slider).toHaveAttribute('aria-valuetext', place);

  await inspector.getByRole('tab', { name: 'Overview' }).click();
  await inspector.getByRole('tab', { name: 'User' }).click();
  await inspector.getByRole('button', { name: 'Load up to this event' }).click();
  const first = expect.stringMatching(/^106 of 106, newest first: user.created/);
  await expect.element(slider).toHaveAttribute('aria-valuetext', first);
  await expect.element(inspector).not.toMatchTextContent(/older than/);
});
