/** The rows of the timeline and their keys. */
import { expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated, withEmail } from '../../fixtures/data/clerkEvents.ts';
import {
  countRejection,
  deliver,
  deploymentOf,
  openPanel,
  shownRows,
} from '../../fixtures/browser/panel.tsx';
import { someone } from '../../fixtures/data/someone.ts';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const row = (name: RegExp) => grid.getByRole('row', { name });

test('a delivery appears as a row, without a reload, with what it changed', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await expect.element(page.getByRole('status', { name: 'Connection' })).toMatchTextContent(/live/);
  await deliver(backend, userCreated(ada));
  await expect
    .element(row(new RegExp(`user.created ${ada.first_name} Lovelace applied users: new`)))
    .toBeVisible();
  await deliver(backend, userUpdated({ ...ada, ...withEmail('ada@new.example.com') }));
  await expect
    .element(row(new RegExp(`user.updated ${ada.first_name} Lovelace applied users: email`)))
    .toBeVisible();
  expect(shownRows()[0]).toContain('user.updated');
});

test('a forged request is a row among the deliveries, and is counted', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada), { event: userCreated(ada), forged: true });
  await expect.element(row(/1 rejected.* rejected wrong signature/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'rejected 1' })).toBeVisible();
});

test('several rejections are told as at least so many, by the row and by the count', async () => {
  const other = await commands.startBackend();
  try {
    // In the same minute, but too far apart to be counted as one.
    for (const at of [NOON, NOON + 2_000]) await countRejection(other, at);
    await openPanel([deploymentOf(other)]);
    await expect.element(page.getByRole('button', { name: 'rejected at least 2' })).toBeVisible();
    expect(shownRows()).toEqual([expect.stringMatching(/2\+.* rejected/)]);
  } finally {
    await commands.stopBackend(other.url);
  }
});

test('a retry leads to its first attempt', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  const svixId = `msg_${ada.id}`;
  await deliver(backend, { event: userCreated(ada), svixId }, { event: userCreated(ada), svixId });
  await row(new RegExp(`${ada.first_name} Lovelace duplicate`))
    .getByRole('button', { name: 'Attempt 2: go to the first attempt' })
    .click();
  await expect
    .element(row(new RegExp(`${ada.first_name} Lovelace applied`)))
    .toHaveAttribute('aria-selected', 'true');
});

test('arrows, Home, End and f move the selection, and Escape closes the inspector', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await filter.fill('-outcome:rejected');
  await expect.element(row(new RegExp(ada.first_name))).toBeVisible();
  await filter.fill('');
  await userEvent.keyboard('{Escape}');
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}');
  await expect.element(row(new RegExp(ada.first_name))).toHaveAttribute('aria-selected', 'true');
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(row(new RegExp(ada.first_name))).toHaveAttribute('aria-selected', 'false');
  await userEvent.keyboard('f');
  await expect.element(row(/rejected/)).toHaveAttribute('aria-selected', 'true');
  await expect.element(page.getByRole('complementary', { name: 'Inspector' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect
    .element(page.getByRole('complementary', { name: 'Inspector' }))
    .not.toBeInTheDocument();
});

test('a search reads payloads on the server', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(
    backend,
    userCreated({ ...ada, public_metadata: { plan: 'needle-in-payload' } }),
    userUpdated({ ...ada, last_name: 'King' }),
  );
  await page.getByRole('button', { name: 'Search payloads' }).click();
  await page.getByRole('textbox', { name: 'Search payloads' }).fill('needle-in-payload');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('1 match in all stored payloads')).toBeVisible();
  await expect.poll(() => shownRows().length).toBe(1);
  await page.getByRole('button', { name: 'Close search' }).click();
  await expect.poll(() => shownRows().length).toBeGreaterThan(1);
});

test('selected rows and an open search survive a change of the layout', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await row(new RegExp(ada.first_name)).click({ modifiers: ['ControlOrMeta'] });
  await page.getByRole('button', { name: 'Search payloads' }).click();
  try {
    await page.viewport(600, 720);
    await expect.element(page.getByText('1 selected')).toBeVisible();
    await expect.element(page.getByRole('textbox', { name: 'Search payloads' })).toBeVisible();
  } finally {
    await page.viewport(1_280, 720);
  }
});
