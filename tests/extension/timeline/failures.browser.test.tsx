/** How one finds what failed among what did not: by key, by filter, and what belongs to it. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const selected = grid.getByRole('row', { selected: true });
const row = (name: RegExp) => grid.getByRole('row', { name });

const grace = { id: 'user_2grace', first_name: 'Grace' };
const retried = { event: userUpdated({ last_name: 'King' }), svixId: 'msg_retried' };

beforeAll(async () => {
  backend = await commands.startBackend({ faulty: true });
  await deliver(backend, userCreated());
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: 'The mail service is down' });
  await deliver(backend, retried, { event: userCreated(), forged: true });
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: '' });
  await deliver(backend, retried);
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: 'The mail service is down' });
  await deliver(backend, userCreated(grace));
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: '' });
  await deliver(backend, userCreated({ id: 'user_2mary', first_name: 'Mary' }));
});
afterAll(() => commands.stopBackend(backend.url));

beforeEach(async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(row(/1 rejected/)).toBeVisible();
  await expect.poll(() => shownRows().length).toBe(6);
});

test('f goes to the next older failure and Shift f back, past what did not fail', async () => {
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}');
  await expect.element(selected).toMatchTextContent(/Mary/);
  for (const failure of [/Grace.*failed/, /1 rejected/, /King.*failed/]) {
    await userEvent.keyboard('f');
    await expect.element(selected).toMatchTextContent(failure);
  }
  await userEvent.keyboard('f');
  await expect.element(page.getByText('No older failure')).toBeVisible();
  await expect.element(selected).toMatchTextContent(/King.*failed/);
  for (const failure of [/1 rejected/, /Grace.*failed/]) {
    await userEvent.keyboard('F');
    await expect.element(selected).toMatchTextContent(failure);
  }
  await userEvent.keyboard('F');
  await expect.element(page.getByText('No newer failure')).toBeVisible();
  await filter.fill('-outcome:rejected');
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('f');
  await expect.element(selected).toMatchTextContent(/King.*failed/);
});

test('from an event that the filter hides, f goes to the failure next to it', async () => {
  await row(/Mary/).click();
  await filter.fill('-user:mary');
  await expect.element(row(/Mary/)).not.toBeInTheDocument();
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('f');
  await expect.element(selected).toMatchTextContent(/Grace.*failed/);
});

test('what belongs to the selected event is marked: retries and re-dispatches, and nothing else', async () => {
  const marked = () =>
    grid
      .getByRole('row')
      .elements()
      .filter((element) => element.querySelector('[title="Belongs to the selected event"]'))
      .map((element) => element.textContent);
  await row(/King.*failed/).click();
  await expect.poll(marked).toEqual([expect.stringMatching(/King.*applied.*last_name/)]);

  await userEvent.keyboard('r');
  await expect.element(selected).toMatchTextContent(/King.*unchanged/);
  await expect.poll(marked).toEqual([expect.stringMatching(/King.*failed/)]);
  await userEvent.keyboard('g');
  await expect.element(selected).toMatchTextContent(/King.*failed/);
  await expect
    .poll(marked)
    .toEqual([expect.stringMatching(/King.*unchanged/), expect.stringMatching(/King.*applied/)]);

  await row(/Mary/).click();
  await expect.poll(marked).toEqual([]);
});
