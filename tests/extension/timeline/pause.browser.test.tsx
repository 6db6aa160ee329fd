import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const status = page.getByRole('status', { name: 'Connection' });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const resume = page.getByRole('button', { name: 'Resume (4 waiting)' });

beforeAll(async () => {
  backend = await commands.startBackend();
  await deliver(backend, userCreated());
});
afterAll(() => commands.stopBackend(backend.url));

test('what comes during a pause waits, while other views are looked at and the server is away', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.poll(() => shownRows().length).toBe(1);
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('p');
  await expect.element(status).toMatchTextContent(/paused/);

  await deliver(
    backend,
    userUpdated({ last_name: 'First' }),
    { event: userUpdated(), forged: true },
    userUpdated({ last_name: 'Second', updated_at: NOON + 2_000 }),
  );
  await userEvent.keyboard('2');
  await expect.element(page.getByRole('grid', { name: 'Users' })).toBeVisible();
  await userEvent.keyboard('1');
  await commands.killBackend(backend.url);
  await expect.element(status).toMatchTextContent(/offline/);
  await commands.restartBackend(backend.url);
  await deliver(backend, userUpdated({ last_name: 'Third', updated_at: NOON + 3_000 }));
  await expect.element(resume).toBeVisible();
  await expect.element(status).toMatchTextContent(/paused/);
  expect(shownRows()).toEqual([expect.stringContaining('user.created')]);

  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('p');
  await expect.element(status).toMatchTextContent(/live/);
  await expect
    .poll(shownRows)
    .toEqual([
      expect.stringMatching(/Ada Third/),
      expect.stringMatching(/Ada Second/),
      expect.stringMatching(/1 rejected/),
      expect.stringMatching(/Ada First/),
      expect.stringMatching(/user\.created/),
    ]);
});

test('Clear during a pause hides what is shown, and nothing that waits', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated({ id: 'user_2seen', first_name: 'Seen' }));
  await expect.poll(() => shownRows()[0]).toContain('Seen');
  await page.getByRole('button', { name: 'Pause' }).click();
  await deliver(backend, userCreated({ id: 'user_2waiting', first_name: 'Waiting' }));
  const one = page.getByRole('button', { name: 'Resume (1 waiting)' });
  await expect.element(one).toBeVisible();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect.poll(shownRows).toEqual([]);
  await one.click();
  await expect.poll(shownRows).toEqual([expect.stringContaining('Waiting')]);
});
