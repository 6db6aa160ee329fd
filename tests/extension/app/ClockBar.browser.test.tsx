import { afterEach, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';
import { fromLocalInput } from '../../../extension/ui/time/localTime.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const backend = ownBackend();
const failing = ownBackend({ faulty: true });
const clocks = page.getByRole('region', { name: 'Clocks' });
const filter = page.getByRole('textbox', { name: 'Filter events' });

function setClock(offset: number): void {
  const now = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => now() + offset);
}

afterEach(() => {
  vi.restoreAllMocks();
});

test("a bar says at once that the browser's clock is behind, and can be dismissed for good", async () => {
  setClock(-HOUR);
  await openPanel([deploymentOf(backend)]);
  await expect
    .element(clocks)
    .toMatchTextContent(/This computer’s clock is (1 h 0 m|59 m \d+ s) behind the deployment’s/);
  await clocks.getByRole('button', { name: 'Dismiss' }).click();
  await expect.element(clocks).not.toBeInTheDocument();
});

test("after some events a bar says that the browser's clock is ahead, and filters use the deployment's time", async () => {
  setClock(HOUR);
  await openPanel([deploymentOf(backend)]);
  await expect.element(page.getByText('No webhooks yet')).toBeVisible();
  for (const n of [1, 2, 3, 4, 5]) {
    await deliver(backend, userUpdated({ last_name: `N${n}`, updated_at: NOON + n }));
    await expect.poll(() => shownRows().length).toBe(n);
  }
  await expect.element(clocks).toMatchTextContent(/clock is 1 h 0 m ahead of the deployment’s/);
  await filter.fill('after:10m');
  await expect.poll(() => shownRows().length).toBe(5);
});

test("no bar appears while the browser's clock is right", async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.poll(() => shownRows().length).toBe(5);
  await expect.element(clocks).not.toBeInTheDocument();
});

test("times that the panel fills in are the deployment's", async () => {
  const started = Date.now();
  await deliver(backend, userUpdated({ last_name: 'Set', updated_at: NOON + 6 }));
  setClock(-HOUR);
  await openPanel([deploymentOf(backend)]);
  await expect.element(clocks).toBeVisible();
  await page.getByRole('button', { name: 'Bulk re-dispatch' }).click();
  await page.getByRole('menuitem', { name: 'Re-dispatch failed since…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '10 min' }).click();
  const since = dialog.getByLabelText('since', { exact: true });
  const filled = fromLocalInput((since.element() as HTMLInputElement).value)!;
  expect(filled).toBeGreaterThan(started - 11 * MINUTE);
  await userEvent.keyboard('{Escape}');

  await page.getByRole('row', { name: /Set/ }).click();
  await page.getByRole('button', { name: 'Edit and re-dispatch' }).click();
  await dialog.getByRole('button', { name: 'Set updated_at to now' }).click();
  const edited = dialog.getByRole('region', { name: 'Edited fields' });
  const updatedAt = () =>
    Math.max(
      ...edited
        .element()
        .textContent.match(/\d{13}/g)!
        .map(Number),
    );
  await expect.element(edited).toMatchTextContent(/updated_at/);
  await expect.poll(updatedAt).toBeGreaterThan(started - MINUTE);
});

test("a retry that is still to come is announced although the browser's clock is past it", async () => {
  setClock(HOUR);
  await openPanel([deploymentOf(failing)]);
  await expect.element(page.getByText('No webhooks yet')).toBeVisible();
  await commands.setEnvironment(failing.url, { HANDLER_ERROR: 'No such plan' });
  const nova = { event: userCreated({ id: 'user_2nova', first_name: 'Nova' }), svixId: 'msg_nova' };
  await deliver(failing, nova);
  await expect.element(page.getByRole('row', { name: /Nova/ })).toBeVisible();
  await deliver(failing, nova);
  await expect.element(page.getByRole('button', { name: '2 rows of this event' })).toBeVisible();
  for (const first_name of ['Grace', 'Mary', 'Ivo']) {
    await deliver(failing, userCreated({ id: `user_2${first_name}`, first_name }));
    await expect.element(page.getByRole('row', { name: new RegExp(first_name) })).toBeVisible();
  }
  await expect.element(clocks).toBeVisible();
  const line = page.getByRole('row', { name: /Nova.*failed, next retry about/ });
  await line.click();
  await expect.element(page.getByText(/^Open: .* Next retry about/)).toBeVisible();
});
