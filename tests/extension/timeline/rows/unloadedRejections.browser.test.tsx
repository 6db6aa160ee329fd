/** Deliveries that are all loaded, and more rejections after them than are loaded. */
import { beforeAll, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { clerkEvent, userCreated } from '../../../fixtures/data/clerkEvents.ts';
import {
  countRejection,
  deliver,
  deploymentOf,
  openPanel,
} from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend({ faulty: true });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const inspected = page
  .getByRole('complementary', { name: 'Inspector' })
  .getByRole('heading', { level: 2 });

/** More than the newest rejections that a panel loads at first. */
const MINUTES = 60;

beforeAll(async () => {
  // They fill the list, so that nothing older is fetched.
  const sessions = Array.from({ length: 100 }, (_, n) =>
    clerkEvent('session.created', { id: `sess_${n}` }),
  );
  await deliver(backend, ...sessions);
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: 'The mail service is down' });
  await deliver(backend, userCreated());
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: '' });
  for (let minute = 1; minute <= MINUTES; minute++) {
    const reason = minute === 1 ? 'too_large' : 'bad_signature';
    await countRejection(backend, Date.now() + minute * 60_000, reason);
  }
});

test('f passes no rejection that is newer than a loaded failure and not loaded itself', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('row', { name: /1 rejected/ }).first()).toBeVisible();
  await filter.fill('-wrong');
  await expect.element(grid).toHaveAttribute('aria-rowcount', '102');
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('f');
  await expect.element(inspected).toMatchTextContent(/Rejected a request: too large/);
  const told = page.getByText(/^A rejection of .*, older than the events loaded here$/);
  await expect.element(told).toBeVisible();
  await userEvent.keyboard('f');
  await expect.element(inspected).toMatchTextContent(/nothing changed/);
  await userEvent.keyboard('F');
  await expect.element(inspected).toMatchTextContent(/Rejected a request: too large/);
});
