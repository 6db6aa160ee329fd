import { expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const status = page.getByRole('status', { name: 'Connection' });
const grid = page.getByRole('grid', { name: 'Webhook events' });

test('the panel says since when the server has been away, and shows every event once when it is back', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated());
  await expect.element(grid.getByRole('row', { name: /user.created/ })).toBeVisible();

  await commands.killBackend(backend.url);
  await expect.element(status).toMatchTextContent(/offline since \d\d:\d\d:\d\d/);
  await commands.restartBackend(backend.url);
  const changes = Array.from({ length: 20 }, (_, n) =>
    userUpdated({ last_name: `Name ${n}`, updated_at: NOON + 1_000 * (n + 1) }),
  );
  await deliver(backend, ...changes);

  await expect.element(status).toMatchTextContent(/live/);
  await expect.poll(() => shownRows().length).toBe(21);
  for (let n = 0; n < 20; n++) {
    expect(
      shownRows().filter(
        (text) => text.includes(`Ada Name ${n}user`) || text.includes(`Ada Name ${n}✓`),
      ),
    ).toHaveLength(1);
  }
});

test('a server that keeps its socket open but sends nothing is shown as offline, and as live once it sends', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(status).toMatchTextContent(/live/);
  await commands.freezeBackend(backend.url);
  try {
    // 15 s of silence, then 5 s for an answer to GET /version: the client alone would need 60 s.
    await expect.element(status).toMatchTextContent(/offline since/);
  } finally {
    await commands.thawBackend(backend.url);
  }
  await expect.element(status).toMatchTextContent(/live/);
  await deliver(backend, userUpdated({ last_name: 'Thawed', updated_at: NOON + 3_600_000 }));
  await expect.element(grid.getByRole('row', { name: /Ada Thawed/ })).toBeVisible();
});

test('a key that is revoked while the panel is open is refused at once, with a message', async () => {
  const { id, accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await expect.element(status).toMatchTextContent(/live/);
  await commands.revokeAccessKey(backend.url, id);
  await expect.element(status).toMatchTextContent(/key refused/);
  await expect
    .element(page.getByText('This access key was revoked. Ask for a new one.'))
    .toBeVisible();
  await page.getByRole('button', { name: 'Use another key' }).click();
  await expect.element(page.getByRole('form', { name: 'Connect' })).toBeVisible();
});
