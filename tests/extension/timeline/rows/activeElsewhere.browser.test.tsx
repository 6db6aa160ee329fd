/** A delivery can be open although its row is not loaded; the keys act on it as on any other. */
import { beforeAll, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import type { Answered } from '../../../fixtures/browser/backendCommands.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { clerkEvent, userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend({ faulty: true });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const selected = grid.getByRole('row', { selected: true });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const sentence = inspector.getByRole('heading', { level: 2 });

/** More than the newest page holds, which is 256 rows. */
const SESSIONS = 300;
/** The header and the newest page. */
const AT_FIRST = '257';

/** Oldest first. */
let older: { mary: Answered; created: Answered; failed: Answered; retried: Answered };

beforeAll(async () => {
  const failWith = (HANDLER_ERROR: string) =>
    commands.setEnvironment(backend.url, { HANDLER_ERROR });
  const send = async (
    ...args: Parameters<typeof deliver> extends [unknown, ...infer E] ? E : never
  ) => (await deliver(backend, ...args))[0]!;
  const ada = { id: 'user_2ada', first_name: 'Ada' };
  const update = { event: userUpdated({ ...ada, last_name: 'King' }), svixId: 'msg_retried' };

  await failWith('No mail for Mary');
  const mary = await send(userCreated({ id: 'user_2mary', first_name: 'Mary' }));
  await failWith('');
  const created = await send(userCreated(ada));
  await failWith('No mail for Ada King');
  const failed = await send(update);
  await failWith('');
  const retried = await send(update);
  older = { mary, created, failed, retried };
  const sessions = Array.from({ length: SESSIONS }, (_, n) =>
    clerkEvent('session.created', { id: `sess_${n}` }),
  );
  await deliver(backend, ...sessions);
});

async function openByLink({ id }: Answered): Promise<void> {
  await openPanel([deploymentOf(backend)], { event: id!, deployment: backend.url });
  await expect.element(grid).toHaveAttribute('aria-rowcount', AT_FIRST);
  await expect.element(sentence).toBeVisible();
  await expect.element(selected).not.toBeInTheDocument();
}

test('g opens the first attempt of a retry that was opened from Attempts', async () => {
  await openByLink(older.failed);
  await inspector.getByRole('tab', { name: 'Attempts' }).click();
  const attempts = inspector.getByRole('table', { name: 'Attempts' }).getByRole('row');
  await attempts.filter({ hasText: /^2/ }).getByRole('button').click();
  await expect.element(sentence).toMatchTextContent(/Second attempt; the first failed/);
  await userEvent.keyboard('g');
  await expect.element(sentence).toMatchTextContent(/^Failed, so nothing changed: .*Ada King/);
});

test('the first attempt is not opened any more once another event was opened', async () => {
  const held: (() => void)[] = [];
  let isSlow = false;
  const Socket = window.WebSocket;
  vi.stubGlobal(
    'WebSocket',
    class extends Socket {
      override send(message: string): void {
        if (isSlow) held.push(() => super.send(message));
        else super.send(message);
      }
    },
  );
  await openByLink(older.retried);
  isSlow = true;
  await userEvent.keyboard('g');
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await userEvent.keyboard('{Home}');
  await expect.element(selected).toMatchTextContent(/session.created/);
  isSlow = false;
  for (const send of held) send();
  await expect.element(sentence).toMatchTextContent(/session.created/);
  await expect.element(selected).toMatchTextContent(/session.created/);
  vi.unstubAllGlobals();
});

test('f opens the next older failure', async () => {
  await openByLink(older.created);
  await userEvent.keyboard('f');
  await expect.element(sentence).toMatchTextContent(/nothing changed: .*for Mary/);
});

test('the arrow up opens the oldest loaded event', async () => {
  await openByLink(older.created);
  await userEvent.keyboard('{ArrowUp}');
  await expect.element(selected).toMatchTextContent(/session.created/);
});

test.each([
  ['{ArrowDown}', /Mary/],
  ['{ArrowUp}', /Ada King/],
])('%s opens the neighbour of its place among the filtered events', async (key, name) => {
  await openByLink(older.created);
  await page.getByRole('textbox', { name: 'Filter events' }).fill('outcome:failed');
  await expect.element(grid).toHaveAttribute('aria-rowcount', '3');
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard(key);
  await expect.element(selected).toMatchTextContent(name);
});

test('r re-dispatches the open delivery, and g returns to it', async () => {
  await openByLink(older.created);
  await userEvent.keyboard('r');
  await expect
    .element(page.getByRole('status', { name: 'Re-dispatch' }))
    .toMatchTextContent(/Nothing changed\./);
  await expect.element(selected).toMatchTextContent(/user\.created.*Ada/);
  await expect.element(sentence).toMatchTextContent(/Re-dispatched by a redispatcher/);
  await userEvent.keyboard('g');
  await expect.element(sentence).not.toMatchTextContent(/Re-dispatched by/);
  await expect.element(selected).not.toBeInTheDocument();
});
