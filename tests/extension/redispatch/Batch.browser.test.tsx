import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../fixtures/accessible.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { NOON, userCreated, userDeleted, userUpdated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const dialog = page.getByRole('dialog');
const effect = dialog.getByRole('region', { name: 'Effect' });
const batch = dialog.getByRole('region', { name: 'Batch' });
const start = dialog.getByRole('button', { name: /^Re-dispatch \d+ deliver(y|ies)$/ });
const filter = page.getByRole('textbox', { name: 'Filter events' });

const ada = { id: 'user_2ada' };
const mary = { id: 'user_2mary', first_name: 'Mary' };

beforeAll(async () => {
  backend = await commands.startBackend();
  await deliver(
    backend,
    userCreated(ada),
    userUpdated({ ...ada, first_name: 'Augusta', last_name: 'King', updated_at: NOON + 1_000 }),
    userUpdated({ ...ada, updated_at: NOON + 5_000 }),
    userCreated(mary),
    userDeleted(mary.id),
  );
});
afterAll(() => commands.stopBackend(backend.url));

async function openBatchOf(text: string) {
  await filter.fill(text);
  await page.getByRole('button', { name: 'Re-dispatch many' }).click();
  await page.getByRole('menuitem', { name: 'All that match the filter…' }).click();
}

test('a selection is previewed in one line, and forcing it says what it would bring back', async () => {
  await openPanel([deploymentOf(backend)]);
  await openBatchOf('outcome:applied');
  await expect.element(dialog.getByRole('combobox')).toHaveFocus();
  await expect.element(effect).toMatchTextContent(/2 unchanged, 3 held back as stale\./);
  await dialog.getByRole('checkbox', { name: /3 deliveries that are held back/ }).click();
  await expect.element(effect).toMatchTextContent(/Changes nothing in the end, 1 unchanged\./);

  await userEvent.keyboard('{Escape}');
  await openBatchOf('type:user.created');
  await expect.element(effect).toMatchTextContent(/2 held back as stale\./);
  await dialog.getByRole('checkbox').click();
  await expect
    .element(effect)
    .toMatchTextContent(/^1 unchanged, 1 would recreate a deleted user\./);
  await expect
    .element(effect)
    .toMatchTextContent(/Mary Lovelacecreated again, after Clerk deleted/);
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
  // New rows fade in behind the dialog, and have not their full contrast until then.
  await expect.poll(() => document.getAnimations()).toEqual([]);
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
    .toMatchTextContent(/came too late for/);
});

test('of picked rows only those are sent', async () => {
  await openPanel([deploymentOf(backend)]);
  const grid = page.getByRole('grid', { name: 'Webhook events' });
  await filter.fill('source:clerk user:user_2mary');
  await expect.element(grid.getByRole('row', { name: /user.deleted/ })).toBeVisible();
  await grid.getByRole('row', { name: /user.deleted/ }).click();
  await userEvent.keyboard(' ');
  await page.getByRole('button', { name: 'Re-dispatch 1…' }).click();
  await expect.element(effect).toMatchTextContent(/^1 unchanged\./);
  await start.click();
  await expect.element(batch).toMatchTextContent(/Done: 1 of 1 delivery/);
});

test('an earlier attempt of an event that is sent is passed over, and it says why', async () => {
  const twice = { event: userCreated({ id: 'user_2grace' }), svixId: 'msg_twice' };
  await deliver(backend, twice, twice);
  await openPanel([deploymentOf(backend)]);
  await openBatchOf('user:user_2grace');
  await expect.element(dialog).toMatchTextContent(/Of each event its newest attempt is sent/);
  await expect.element(start).toHaveTextContent('Re-dispatch 1 delivery');
  await start.click();
  await expect.element(batch).toMatchTextContent(/Done: 1 of 1 delivery/);
  await expect.element(batch).toMatchTextContent(/1 passed over: earlier attempts/);
});

test('a selection with nothing in it cannot be started', async () => {
  await openPanel([deploymentOf(backend)]);
  await page.getByRole('button', { name: 'Re-dispatch many' }).click();
  await page.getByRole('menuitem', { name: 'All failed since…' }).click();
  await expect.element(effect).toMatchTextContent(/Nothing to re-dispatch/);
  await expect.element(start).toBeDisabled();
});
