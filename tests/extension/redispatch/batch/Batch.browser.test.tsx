import { beforeAll, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userDeleted, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const dialog = page.getByRole('dialog');
const effect = dialog.getByRole('region', { name: 'Effect' });
const batch = dialog.getByRole('region', { name: 'Batch' });
const start = dialog.getByRole('button', { name: /^Re-dispatch \d+ deliver(y|ies)$/ });
const filter = page.getByRole('textbox', { name: 'Filter events' });

const ada = { id: 'user_2ada' };
const mary = { id: 'user_2mary', first_name: 'Mary' };

beforeAll(async () => {
  await deliver(
    backend,
    userCreated(ada),
    userUpdated({ ...ada, first_name: 'Augusta', last_name: 'King', updated_at: NOON + 1_000 }),
    userUpdated({ ...ada, updated_at: NOON + 5_000 }),
    userCreated(mary),
    userDeleted(mary.id),
  );
});

async function openBatchOf(text: string) {
  await filter.fill(text);
  await page.getByRole('button', { name: 'Bulk re-dispatch' }).click();
  await page.getByRole('menuitem', { name: 'Re-dispatch everything shown…' }).click();
}

test('a selection is previewed in one line, and Force says what it would bring back', async () => {
  await openPanel([deploymentOf(backend)]);
  await openBatchOf('outcome:applied');
  await expect.element(dialog.getByRole('combobox')).toHaveFocus();
  await expect.element(effect).toMatchTextContent(/1 unchanged, 4 held back as stale\./);
  await dialog.getByRole('checkbox', { name: /^Force 4 stale deliveries/ }).click();
  await expect.element(effect).toMatchTextContent(/Changes nothing in the end, 1 unchanged\./);

  await userEvent.keyboard('{Escape}');
  await openBatchOf('type:user.created');
  await expect.element(effect).toMatchTextContent(/2 held back as stale\./);
  await dialog.getByRole('checkbox').click();
  await expect
    .element(effect)
    .toMatchTextContent(/^Adds 1 row, 1 unchanged, restores 1 deleted user\./);
  await expect.element(effect).toMatchTextContent(/users.*new/);
  await expectAccessibleInBothThemes();
});

test('a batch runs to its end, and its report can be copied', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await openPanel([deploymentOf(backend)]);
  await openBatchOf('type:user.updated');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('after the fix');
  await expect.element(start).toHaveTextContent('Re-dispatch 2 deliveries');
  await start.click();
  await expect.element(batch).toMatchTextContent(/Done: 2 of 2 deliveries/);
  await expect.element(batch).toMatchTextContent(/unchanged 1.*stale 1/);
  await expectAccessibleInBothThemes();

  const made = batch.getByRole('region', { name: 'Deliveries of the batch' });
  await expect
    .element(made.getByRole('listitem').filter({ hasText: /user.updated.*unchanged/ }))
    .toBeVisible();
  await expect
    .element(made.getByRole('listitem').filter({ hasText: /user.updated.*stale/ }))
    .toBeVisible();

  await batch.getByRole('button', { name: 'Copy report' }).click();
  await expect.poll(() => write.mock.calls.at(-1)?.[0]).toMatch(/Note: after the fix\nState: done/);
  const report = write.mock.calls.at(-1)![0];
  expect(report).toMatch(/Deliveries: 2\n.*user.updated\tuser_2ada\tstale\t.*\n.*\tunchanged\t/);
  expect(report).not.toContain(backend.accessKey);
  expect(report).not.toContain('Lovelace');

  await dialog.getByText('Recent batches (1)').click();
  await expect
    .element(dialog.getByRole('button', { name: /of type user.updated.*done, 2 sent/ }))
    .toBeVisible();
});

test('the deliveries of an earlier batch are shown in the timeline, and open from its list', async () => {
  await openPanel([deploymentOf(backend)]);
  await openBatchOf('type:user.updated');
  await dialog.getByText(/^Recent batches/).click();
  const earlier = dialog.getByRole('button', { name: /of type user.updated.*done, 2 sent/ });
  await earlier.click();
  await batch.getByRole('button', { name: 'Show in the timeline' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(filter).toHaveValue(expect.stringMatching(/^batch:\w+$/));
  await expect.poll(() => shownRows().length).toBe(2);

  await openBatchOf('type:user.updated');
  await dialog.getByText(/^Recent batches/).click();
  await earlier.click();
  const made = batch
    .getByRole('region', { name: 'Deliveries of the batch' })
    .getByRole('listitem')
    .filter({ hasText: 'stale' });
  await made.getByRole('button', { name: 'user.updated' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  await expect
    .element(page.getByRole('complementary', { name: 'Inspector' }))
    .toMatchTextContent(/Changed nothing: the row already has newer data/);
});

test('the bulk menu says why what is shown cannot be re-dispatched', async () => {
  await openPanel([deploymentOf(backend)]);
  const all = page.getByRole('menuitem', { name: /^Re-dispatch everything shown/ });
  for (const [text, reason] of [
    ['', 'set a filter first'],
    ['user:nobody', 'no event matches'],
  ] as const) {
    await filter.fill(text);
    await page.getByRole('button', { name: 'Bulk re-dispatch' }).click();
    await expect.element(all).toBeDisabled();
    await expect.element(all).toMatchTextContent(reason);
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog).not.toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
  }
});

test('a batch of selected rows sends only those', async () => {
  await openPanel([deploymentOf(backend)]);
  const grid = page.getByRole('grid', { name: 'Webhook events' });
  await filter.fill('source:clerk user:user_2mary');
  await expect.element(grid.getByRole('row', { name: /user.deleted/ })).toBeVisible();
  await grid.getByRole('row', { name: /user.deleted/ }).click();
  await userEvent.keyboard(' ');
  await page.getByRole('button', { name: 'Re-dispatch 1…' }).click();
  await expect.element(effect).toMatchTextContent(/^1 held back as stale\./);
  await start.click();
  await expect.element(batch).toMatchTextContent(/Done: 1 of 1 delivery/);
});

test('an earlier attempt of an event that is sent is skipped, and the batch says why', async () => {
  const twice = { event: userCreated({ id: 'user_2grace' }), svixId: 'msg_twice' };
  await deliver(backend, twice, twice);
  await openPanel([deploymentOf(backend)]);
  await openBatchOf('user:user_2grace');
  await expect.element(dialog).toMatchTextContent(/Sends the latest attempt of each event/);
  await expect.element(start).toHaveTextContent('Re-dispatch 1 delivery');
  await start.click();
  await expect.element(batch).toMatchTextContent(/Done: 1 of 1 delivery/);
  await expect.element(batch).toMatchTextContent(/1 skipped: earlier attempts/);
});

test('the list of a batch shows each value that a delivery changed, before and after', async () => {
  const older = { id: 'user_2emmy', first_name: 'Emmy', last_name: 'Noether' };
  await deliver(
    backend,
    userCreated(older),
    userUpdated({ ...older, last_name: 'Weyl', updated_at: NOON + 1_000 }),
  );
  await openPanel([deploymentOf(backend)]);
  await openBatchOf('user:user_2emmy');
  await dialog.getByRole('checkbox', { name: /^Force \d+ stale/ }).click();
  await start.click();
  const made = batch.getByRole('region', { name: 'Deliveries of the batch' }).getByRole('listitem');
  await expect
    .element(made.filter({ hasText: 'user.created' }))
    .toMatchTextContent(/users last_name Weyl → Noether/);
  await expect
    .element(made.filter({ hasText: 'user.updated' }))
    .toMatchTextContent(/users last_name Noether → Weyl/);
});

test('the button that cancels a batch stays where it is while deliveries come', async () => {
  const updates = Array.from({ length: 12 }, (_, n) =>
    userUpdated({ id: 'user_2many', last_name: `N${n}`, updated_at: NOON + n }),
  );
  await deliver(backend, ...updates);
  await openPanel([deploymentOf(backend)]);
  await openBatchOf('user:user_2many');
  await expect.element(start).toHaveTextContent('Re-dispatch 12 deliveries');
  const tops = new Set<number>();
  const observer = new MutationObserver(() => {
    const buttons = [...document.querySelectorAll('[aria-label=Batch] button')];
    const cancel = buttons.find(({ textContent }) => textContent === 'Cancel the batch');
    if (cancel !== undefined) tops.add(cancel.getBoundingClientRect().top);
  });
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });
  await start.click();
  await expect.element(batch).toMatchTextContent(/Done: 12 of 12 deliveries/);
  await expect
    .element(batch.getByRole('listitem').filter({ hasText: 'user.updated' }))
    .toHaveLength(12);
  observer.disconnect();
  expect(tops.size).toBeLessThanOrEqual(1);
});

test('a batch cannot be started in the moment between a change of its selection and the new preview', async () => {
  await openPanel([deploymentOf(backend)]);
  await openBatchOf('type:user.deleted');
  await expect.element(start).toBeEnabled();
  (dialog.getByRole('button', { name: '1 h' }).element() as HTMLElement).click();
  // React renders in a microtask.
  await Promise.resolve();
  expect(start.element()).toBeDisabled();
  await expect.element(start).toBeEnabled();
});

test('a selection with nothing in it cannot be started', async () => {
  await openPanel([deploymentOf(backend)]);
  await page.getByRole('button', { name: 'Bulk re-dispatch' }).click();
  await page.getByRole('menuitem', { name: 'Re-dispatch failed since…' }).click();
  await expect.element(effect).toMatchTextContent(/Nothing to re-dispatch/);
  await expect.element(start).toBeDisabled();
});
