import { beforeAll, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const status = page.getByRole('status', { name: 'Connection' });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const resume = page.getByRole('button', { name: 'Resume (4 waiting)' });

beforeAll(async () => {
  await deliver(backend, userCreated());
});

test('events that come during a pause wait, even while other views are open or the server is away', async () => {
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

test('Clear during a pause hides the shown events, but none that wait', async () => {
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

test('Pause holds back new events, and Resume shows all of them', async () => {
  const ada = { id: 'user_2ada1', first_name: 'Ada1' };
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await expect.element(grid.getByRole('row', { name: new RegExp(ada.first_name) })).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect
    .element(page.getByRole('status', { name: 'Connection' }))
    .toMatchTextContent(/paused/);
  await deliver(
    backend,
    userUpdated({ ...ada, last_name: 'King' }),
    userUpdated({ ...ada, last_name: 'Byron', updated_at: NOON + 2_000 }),
  );
  await expect.element(page.getByRole('button', { name: 'Resume (2 waiting)' })).toBeVisible();
  expect(shownRows().filter((text) => text.includes(ada.first_name))).toHaveLength(1);
  await page.getByRole('button', { name: 'Resume (2 waiting)' }).click();
  await expect
    .element(grid.getByRole('row', { name: new RegExp(`${ada.first_name} Byron`) }))
    .toBeVisible();
  await expect
    .element(grid.getByRole('row', { name: new RegExp(`${ada.first_name} King`) }))
    .toBeVisible();
});
