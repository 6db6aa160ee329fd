/** The timeline in a low or narrow panel. */
import { beforeAll, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { clerkEvent, NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend({ faulty: true });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const histogram = page.getByRole('img', { name: /^Events from/ });
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeAll(async () => {
  const updates = Array.from({ length: 12 }, (_, n) =>
    userUpdated({ last_name: `N${n}`, updated_at: NOON + 1_000 * (n + 1) }),
  );
  await deliver(backend, userCreated(), ...updates);
});

test('at 900 x 250 pixels at least 8 rows are seen', async () => {
  try {
    await page.viewport(900, 250);
    await openPanel([deploymentOf(backend)]);
    await expect.poll(() => shownRows().length).toBeGreaterThanOrEqual(8);
    const eighth = grid.getByRole('row', { name: /N4/ });
    await expect
      .poll(() => eighth.element().getBoundingClientRect().bottom)
      .toBeLessThanOrEqual(250);
  } finally {
    await page.viewport(1_280, 720);
  }
});

test('at 360 pixels there are no more than three lines above the rows', async () => {
  try {
    await page.viewport(360, 640);
    await openPanel([deploymentOf(backend)]);
    await expect.poll(() => shownRows().length).toBeGreaterThan(8);
    const line = 33;
    expect(grid.element().getBoundingClientRect().top).toBeLessThanOrEqual(3 * line);
  } finally {
    await page.viewport(1_280, 720);
  }
});

test('beside the inspector of a panel 1,280 pixels wide, all counts and menus are one line', async () => {
  const grace = { id: 'user_2grace' };
  const once = { event: userCreated(grace), svixId: 'msg_grace' };
  await deliver(
    backend,
    once,
    once,
    userCreated({ ...grace, updated_at: NOON - 60_000 }),
    userUpdated({ ...grace, updated_at: NOON + 60_000 }),
    clerkEvent('session.created', { id: 'sess_1' }),
    { event: userCreated(grace), forged: true },
  );
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: 'No such plan' });
  await deliver(backend, userUpdated({ ...grace, updated_at: NOON + 120_000 }));
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: '' });
  await openPanel([deploymentOf(backend)]);
  await grid.getByRole('row', { name: /No such plan/ }).click();
  const outcomes = ['applied', 'unchanged', 'duplicate', 'stale', 'ignored', 'failed', 'rejected'];
  const counts = outcomes.map((outcome) =>
    page.getByRole('button', { name: new RegExp(`^\\W*${outcome}`) }),
  );
  const topOf = (one: (typeof counts)[number]) => one.element().getBoundingClientRect().top;
  for (const count of counts) await expect.element(count).toBeVisible();
  expect(new Set([...counts, button('Bulk re-dispatch')].map(topOf)).size).toBe(1);
});

test('the histogram is hidden by its button, and is hidden in another panel too', async () => {
  const panel = await openPanel([deploymentOf(backend)]);
  await expect.element(histogram).toBeVisible();
  await button('Histogram').click();
  await expect.element(histogram).not.toBeInTheDocument();
  await panel.unmount();
  await openPanel([deploymentOf(backend)]);
  await expect.element(button('Histogram')).toHaveAttribute('aria-pressed', 'false');
  await button('Histogram').click();
  await expect.element(histogram).toBeVisible();
});
