import { beforeAll, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { clerkEvent, userCreated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });

/** More than the newest page holds, which is 256 rows. */
const SESSIONS = 300;

beforeAll(async () => {
  await deliver(backend, userCreated({ first_name: 'Oldest' }));
  const sessions = Array.from({ length: SESSIONS }, (_, n) =>
    clerkEvent('session.created', { id: `sess_${n}` }),
  );
  await deliver(backend, ...sessions);
});

test('End opens the oldest event, and fetches the events before it', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('row', { name: /session.created/ }).first()).toBeVisible();
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{End}');
  await expect.element(grid).toHaveAttribute('aria-rowcount', String(SESSIONS + 2));
  await userEvent.keyboard('{End}');
  await expect.element(grid.getByRole('row', { name: /user.created Oldest/ })).toBeVisible();
});

test('counts say of how many deliveries they are until all are loaded', async () => {
  await openPanel([deploymentOf(backend)]);
  const count = page.getByRole('button', { name: 'ignored 256' });
  await expect.element(count).toHaveAccessibleDescription('of the 256 loaded');
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{End}');
  await expect.element(page.getByRole('button', { name: `ignored ${SESSIONS}` })).toBeVisible();
  await expect.element(page.getByText(/^of the .* loaded$/)).not.toBeInTheDocument();
});

test('a progress bar is shown while older events are fetched', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('row', { name: /session.created/ }).first()).toBeVisible();
  const bar = page.getByRole('progressbar', { name: 'Fetching older events' });
  await expect.element(bar).not.toBeInTheDocument();
  await commands.freezeBackend(backend.url);
  try {
    (grid.element() as HTMLElement).focus();
    await userEvent.keyboard('{End}');
    await expect.element(bar).toBeInTheDocument();
    await expect.element(grid).toHaveAttribute('aria-rowcount', '257');
  } finally {
    await commands.thawBackend(backend.url);
  }
  await expect.element(bar).not.toBeInTheDocument();
  await expect.element(grid).toHaveAttribute('aria-rowcount', String(SESSIONS + 2));
});

test('a filter finds events that are older than the loaded page, by an index or without one', async () => {
  await openPanel([deploymentOf(backend)]);
  await filter.fill('type:user.created');
  await expect.element(grid.getByRole('row', { name: /Oldest/ })).toBeVisible();
  await filter.fill('oldest');
  await expect.element(grid.getByRole('row', { name: /Oldest/ })).toBeVisible();
  expect(shownRows()).toHaveLength(1);
});

test('the rows in view stay in place while new events come, whose number is shown', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('row', { name: /session.created/ }).first()).toBeVisible();
  grid.element().scrollTo({ top: 24 * 40 });
  await expect.poll(() => grid.element().querySelector('[aria-rowindex="45"]')).toBeTruthy();
  const read = grid.element().querySelector('[aria-rowindex="45"]')!.id;

  await deliver(backend, userCreated({ id: 'user_2new1' }), userCreated({ id: 'user_2new2' }));
  await page.getByRole('button', { name: '2 new' }).click({ trial: true });
  expect(document.getElementById(read)!.getAttribute('aria-rowindex')).toBe('47');
  expect(grid.element().scrollTop).toBe(24 * 42);

  await page.getByRole('button', { name: '2 new' }).click();
  await expect.element(grid.getByRole('row', { name: /user.created/ }).first()).toBeVisible();
  expect(grid.element().scrollTop).toBe(0);
});
