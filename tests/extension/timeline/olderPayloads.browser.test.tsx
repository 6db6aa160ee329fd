/** A search reads the payloads of the loaded events, and older ones only on demand. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { clerkEvent } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend({ faulty: true });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const bar = page.getByRole('search');
const news = bar.getByText(/\d match/);
const older = bar.getByRole('button', { name: 'Search older events on the server' });

/**
 * The newest 256 are loaded, and one more comes. Two pages of a search, each of at most 256 events,
 * read the loaded events but not all.
 */
const SESSIONS = 540;
/** A loaded one, one on the same page as the oldest loaded one, and the very first. */
const NEEDLES = [530, 250, 0];
const READ_LOADED = /^Searched the 257 loaded events and back to [\d:]+ · 2 matches$/;

beforeAll(async () => {
  const sessions = Array.from({ length: SESSIONS }, (_, n) => {
    const note = NEEDLES.includes(n) ? 'needle' : 'hay';
    return clerkEvent('session.created', { id: `sess_${n}`, note });
  });
  await deliver(backend, ...sessions);
});

async function breakPayloads(broken: boolean): Promise<void> {
  const PAYLOAD_ERROR = broken ? 'The disk is on fire' : '';
  await commands.setEnvironment(backend.url, { PAYLOAD_ERROR });
}

beforeEach(async () => {
  await breakPayloads(false);
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid).toHaveAttribute('aria-rowcount', '257');
  await deliver(backend, clerkEvent('session.ended', { id: 'sess_ended' }));
  await expect.element(grid).toHaveAttribute('aria-rowcount', '258');
  await page.getByRole('button', { name: 'Search payloads' }).click();
  await bar.getByRole('textbox', { name: 'Search payloads' }).fill('needle');
});

test('a search of payloads stops after the loaded events, says so, and continues to the oldest on demand', async () => {
  await userEvent.keyboard('{Enter}');
  await expect.element(news).toMatchTextContent(READ_LOADED);
  expect(shownRows()).toHaveLength(2);
  await expectAccessibleInBothThemes();

  await older.click();
  await expect.element(news).toHaveTextContent('3 matches in all stored payloads');
  await expect.element(older).not.toBeInTheDocument();
  expect(shownRows()).toHaveLength(3);
});

test('the error of a failed search can be copied, and trying again continues from the same place', async () => {
  const refusal = bar.getByRole('alert');
  const again = refusal.getByRole('button', { name: 'Try again' });
  await breakPayloads(true);
  await userEvent.keyboard('{Enter}');
  await expect.element(refusal).toMatchTextContent('The disk is on fire');
  await expect.element(refusal.getByRole('button', { name: 'Copy the error' })).toBeVisible();
  await expect.element(news).toHaveTextContent('Stopped · 0 matches');

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
  await expect.element(news).toHaveTextContent('3 matches in all stored payloads');
  expect(shownRows()).toHaveLength(3);
});
