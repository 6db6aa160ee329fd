import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const status = page.getByRole('status', { name: 'Connection' });
const grid = page.getByRole('grid', { name: 'Webhook events' });

beforeAll(async () => {
  backend = await commands.startBackend();
});
afterAll(() => commands.stopBackend(backend.url));

test('the panel says since when the server is away, and misses and doubles nothing when it is back', async () => {
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

test('a server that keeps its socket open but says nothing is offline, and live when it speaks', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(status).toMatchTextContent(/live/);
  await commands.freezeBackend(backend.url);
  try {
    // 15 s of silence, then 5 s for an answer to GET /version: the client alone would need 60 s.
    await expect.element(status, { timeout: 60_000 }).toMatchTextContent(/offline since/);
  } finally {
    await commands.thawBackend(backend.url);
  }
  await expect.element(status, { timeout: 60_000 }).toMatchTextContent(/live/);
  await deliver(backend, userUpdated({ last_name: 'Thawed', updated_at: NOON + 3_600_000 }));
  await expect.element(grid.getByRole('row', { name: /Ada Thawed/ })).toBeVisible();
});

test('a key that is revoked while the panel is open is refused at once, in words', async () => {
  const { id, accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await expect.element(status).toMatchTextContent(/live/);
  await commands.revokeAccessKey(backend.url, id);
  await expect.element(status).toMatchTextContent(/key refused/);
  await expect
    .element(page.getByText('This access key was revoked. Ask for a new one.'))
    .toBeVisible();
  await page.getByRole('button', { name: 'Give another key' }).click();
  await expect.element(page.getByRole('form', { name: 'Connect' })).toBeVisible();
});
