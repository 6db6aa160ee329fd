/** Finding failures among other events by key and by filter, and the rows that belong to them. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend({ faulty: true });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const selected = grid.getByRole('row', { selected: true });
const row = (name: RegExp) => grid.getByRole('row', { name });

const grace = { id: 'user_2grace', first_name: 'Grace' };
const retried = { event: userUpdated({ last_name: 'King' }), svixId: 'msg_retried' };

beforeAll(async () => {
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

beforeEach(async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(row(/1 rejected/)).toBeVisible();
  // The retry and its first attempt are one line.
  await expect.poll(() => shownRows().length).toBe(5);
});

test('f opens the next older failure or rejection and Shift f the next newer one, skipping mended failures', async () => {
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}');
  await expect.element(selected).toMatchTextContent(/Mary/);
  for (const failure of [/Grace.*failed/, /1 rejected/]) {
    await userEvent.keyboard('f');
    await expect.element(selected).toMatchTextContent(failure);
  }
  await userEvent.keyboard('f');
  await expect.element(page.getByText('No older failure or rejection')).toBeVisible();
  await expect.element(selected).toMatchTextContent(/1 rejected/);
  await userEvent.keyboard('F');
  await expect.element(selected).toMatchTextContent(/Grace.*failed/);
  await userEvent.keyboard('F');
  await expect.element(page.getByText('No newer failure or rejection')).toBeVisible();
  await filter.fill('-outcome:rejected');
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('f');
  await expect
    .element(page.getByText('No older failure or rejection matches the filter'))
    .toBeVisible();
});

test('from an event that the filter hides, f opens the nearest older failure', async () => {
  await row(/Mary/).click();
  await filter.fill('-user:mary');
  await expect.element(row(/Mary/)).not.toBeInTheDocument();
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('f');
  await expect.element(selected).toMatchTextContent(/Grace.*failed/);
});

test('exactly the retries and re-dispatches of the selected event are marked', async () => {
  const marked = () =>
    grid
      .getByRole('row')
      .elements()
      .filter((element) => element.querySelector('[title="Belongs to the selected event"]'))
      .map((element) => element.textContent);
  const line = row(/King failed → applied at attempt 2/);
  await line.getByRole('button', { name: '2 rows of this event' }).click();
  await row(/King failed .*mail service/).click();
  await expect.poll(marked).toEqual([expect.stringMatching(/King.*applied at attempt 2/)]);

  await userEvent.keyboard('r');
  // New rows wait while the pointer is over the list.
  await filter.hover();
  await expect.element(selected).toMatchTextContent(/King.*unchanged/);
  await expect
    .poll(marked)
    .toEqual([expect.stringMatching(/King.*applied/), expect.stringMatching(/King.*failed/)]);

  await row(/Mary/).click();
  await expect.poll(marked).toEqual([]);
});
