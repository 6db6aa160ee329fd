/** A user with more deliveries than are loaded at once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { inspectorItem } from '../../../extension/app/settings.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const slider = inspector.getByRole('slider', { name: /Moment/ });
const events = inspector.getByRole('region', { name: 'Events' });

beforeAll(async () => {
  backend = await commands.startBackend();
  const changes = Array.from({ length: 105 }, (_, n) =>
    userUpdated({ last_name: `King ${n}`, updated_at: NOON + n + 1 }),
  );
  await deliver(backend, userCreated(), ...changes);
});
afterAll(() => commands.stopBackend(backend.url));

test('events are not numbered until the oldest is there, and one that is older is loaded', async () => {
  await inspectorItem.setValue({ tab: 'User', layout: 'inline', noise: true });
  await openPanel([deploymentOf(backend)]);
  await page.getByRole('textbox', { name: 'Filter events' }).fill('type:user.created');
  await page.getByRole('row', { name: /user.created Ada/ }).click();
  await expect.element(inspector).toMatchTextContent(/This event is older than the 25 loaded/);
  await expect.element(events).toMatchTextContent(/^Events: the 25 newest/);
  await expect.element(slider).toHaveAttribute('aria-valuetext', 'now');
  expect(events.getByRole('button', { name: /^\d+\. / }).elements()).toEqual([]);

  await events.getByRole('listitem').nth(3).getByRole('button').first().click();
  const place = expect.stringMatching(/^2 before the newest: user.updated applied/);
  await expect.element(slider).toHaveAttribute('aria-valuetext', place);

  await inspector.getByRole('tab', { name: 'Overview' }).click();
  await inspector.getByRole('tab', { name: 'User' }).click();
  await inspector.getByRole('button', { name: 'Load up to this event' }).click();
  const first = expect.stringMatching(/^1 of 106: user.created applied/);
  await expect.element(slider).toHaveAttribute('aria-valuetext', first);
  await expect.element(inspector).not.toMatchTextContent(/older than/);
});
