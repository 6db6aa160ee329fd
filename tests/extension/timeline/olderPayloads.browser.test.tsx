/** A search reads the payloads of the events that are loaded, and older ones only when it is told to. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessible } from '../../fixtures/accessible.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { clerkEvent } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const grid = page.getByRole('grid', { name: 'Webhook events' });
const bar = page.getByRole('search');
const news = bar.getByText(/\d found/);
const older = bar.getByRole('button', { name: 'Search older events on the server' });

/** The newest 256 are loaded. Two pages of a search, of 4 MiB or less, read those but not all. */
const SESSIONS = 540;
/** One that is loaded, one that the page with the oldest loaded one reaches, and the very first. */
const NEEDLES = [530, 250, 0];
const READ_LOADED = /^Searched the 256 loaded events and back to [\d:]+ · 2 found$/;

beforeAll(async () => {
  backend = await commands.startBackend({ faulty: true });
  const sessions = Array.from({ length: SESSIONS }, (_, n) => {
    const note = NEEDLES.includes(n) ? 'needle' : 'hay';
    return clerkEvent('session.created', { id: `sess_${n}`, note });
  });
  await deliver(backend, ...sessions);
});
afterAll(() => commands.stopBackend(backend.url));

async function breakPayloads(broken: boolean): Promise<void> {
  const PAYLOAD_ERROR = broken ? 'The disk is on fire' : '';
  await commands.setEnvironment(backend.url, { PAYLOAD_ERROR });
}

beforeEach(async () => {
  await breakPayloads(false);
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid).toHaveAttribute('aria-rowcount', '257');
  await page.getByRole('button', { name: 'Search payloads' }).click();
  await bar.getByRole('textbox', { name: 'Search payloads' }).fill('needle');
});

test('it stops after the loaded events and says so, and goes on to the oldest when told to', async () => {
  await userEvent.keyboard('{Enter}');
  await expect.element(news).toMatchTextContent(READ_LOADED);
  expect(shownRows()).toHaveLength(2);
  await expectAccessible();

  await older.click();
  await expect.element(news).toHaveTextContent('3 found in all payloads that are kept');
  await expect.element(older).not.toBeInTheDocument();
  expect(shownRows()).toHaveLength(3);
});

test('a refusal can be copied, and trying again goes on where it was', async () => {
  const refusal = bar.getByRole('alert');
  const again = refusal.getByRole('button', { name: 'Try again' });
  await breakPayloads(true);
  await userEvent.keyboard('{Enter}');
  await expect.element(refusal).toMatchTextContent('The disk is on fire');
  await expect.element(refusal.getByRole('button', { name: 'Copy the error' })).toBeVisible();
  await expect.element(news).toHaveTextContent('Stopped at once · 0 found');

  await breakPayloads(false);
  await again.click();
  await expect.element(news).toMatchTextContent(READ_LOADED);
  await expect.element(refusal).not.toBeInTheDocument();

  await breakPayloads(true);
  await older.click();
  await expect.element(refusal).toMatchTextContent('The disk is on fire');
  await expect.element(news).toMatchTextContent(READ_LOADED);
  expect(shownRows()).toHaveLength(2);

  await breakPayloads(false);
  await again.click();
  await expect.element(news).toHaveTextContent('3 found in all payloads that are kept');
  expect(shownRows()).toHaveLength(3);
});
