/** A deployment that has rejected every request: the person who set a wrong secret sees since when. */
import { beforeAll, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { clerkEvent } from '../../../fixtures/data/clerkEvents.ts';
import {
  countRejection,
  deliver,
  deploymentOf,
  openPanel,
} from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const filter = page.getByRole('textbox', { name: 'Filter events' });
const grid = page.getByRole('grid', { name: 'Webhook events' });

/** More minutes than the 16 newest rejections and a page of 128 older ones. */
const MINUTES = 160;
const FIRST = Date.UTC(2026, 0, 5, 12);

beforeAll(async () => {
  for (let minute = 0; minute < MINUTES; minute++) {
    const reason = minute === 0 ? 'too_large' : 'bad_signature';
    await countRejection(backend, FIRST + minute * 60_000, reason);
  }
});

test('End leads to the first rejection, although no delivery has come', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('row', { name: /1 rejected/ }).first()).toBeVisible();
  (grid.element() as HTMLElement).focus();
  await expect
    .poll(async () => {
      await userEvent.keyboard('{End}');
      return grid.element().getAttribute('aria-rowcount');
    })
    .toBe(String(MINUTES + 1));
});

test('f goes on from the oldest rejection that is loaded to the one before it', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('row', { name: /1 rejected/ }).first()).toBeVisible();
  (grid.element() as HTMLElement).focus();
  const selected = grid.getByRole('row', { selected: true });
  await userEvent.keyboard('{Home}');
  for (let row = 3; row <= 20; row++) {
    await userEvent.keyboard('f');
    await expect.element(selected).toHaveAttribute('aria-rowindex', String(row));
  }
});

test('f opens a rejection that is not loaded', async () => {
  // The newest page is full of later deliveries.
  const sessions = Array.from({ length: 300 }, (_, n) =>
    clerkEvent('session.created', { id: `sess_${n}` }),
  );
  await deliver(backend, ...sessions);
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('row', { name: /session.created/ }).first()).toBeVisible();
  await filter.fill('-wrong');
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}f');
  await expect.element(page.getByText(/older than the events loaded here$/)).toBeVisible();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect.element(inspector.getByText(/Rejected a request/)).toBeVisible();
});
