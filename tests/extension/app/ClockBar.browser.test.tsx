import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';
import { NOON, userUpdated } from '../../fixtures/data/clerkEvents.ts';

const HOUR = 3_600_000;
const backend = ownBackend();
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
