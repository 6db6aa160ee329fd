/** Attempts and re-dispatches of one event are one line, which says what became of the event. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend({ faulty: true });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const selected = grid.getByRole('row', { selected: true });
const row = (name: RegExp) => grid.getByRole('row', { name });
const button = (name: string) => page.getByRole('button', { name, exact: true });

const eventOf = (first_name: string) => ({
  event: userCreated({ id: `user_2${first_name}`, first_name }),
  svixId: `msg_${first_name}`,
});

beforeAll(async () => {
  const failWith = (HANDLER_ERROR: string) =>
    commands.setEnvironment(backend.url, { HANDLER_ERROR });
  await failWith('The mail service is down');
  await deliver(backend, eventOf('Ada'), eventOf('Ada'), eventOf('Grace'));
  await failWith('Out of paper');
  await deliver(backend, eventOf('Mary'));
  await failWith('');
  await deliver(backend, eventOf('Ada'));
});

beforeEach(async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.poll(() => shownRows().length).toBe(3);
});

test('a line says at which attempt a failed event was applied, or when its sender tries again', async () => {
  await expect
    .element(row(/user.created Ada Lovelace failed → applied at attempt 3 users: new/))
    .toBeVisible();
  await expect.element(row(/Mary Lovelace failed, next retry about \d\d:\d\d/)).toBeVisible();
  await expectAccessibleInBothThemes();
});

test('where the words after an outcome do not fit into its cell, none of them is seen', async () => {
  const outcome = row(/Ada/).getByTitle('failed → applied at attempt 3');
  const words = () => [...outcome.element().children].at(-1)!.getBoundingClientRect();
  const cell = () => outcome.element().parentElement!.getBoundingClientRect();
  await expect.element(outcome).toBeVisible();
  expect(words().right).toBeLessThanOrEqual(cell().right);
  expect(words().bottom).toBeLessThanOrEqual(cell().bottom);
  // Beside the inspector, the column is narrower.
  await row(/Ada/).click();
  await expect.poll(() => cell().width).toBeLessThan(150);
  expect(words().top).toBeGreaterThanOrEqual(cell().bottom);
});

test('a line unfolds to every row of its event by a click, and folds again', async () => {
  const unfold = row(/Ada/).getByRole('button', { name: '3 rows of this event' });
  await expect.element(unfold).toHaveAttribute('aria-expanded', 'false');
  await unfold.click();
  await expect.poll(() => shownRows().length).toBe(5);
  expect(shownRows().slice(1, 3)).toEqual([
    expect.stringMatching(/Ada.*failed.*mail service.*2/),
    expect.stringMatching(/Ada.*failed.*mail service/),
  ]);
  await expect
    .element(row(/Grace/).getByRole('button', { name: /rows of/ }))
    .not.toBeInTheDocument();
  await unfold.click();
  await expect.poll(() => shownRows().length).toBe(3);
});

test('the arrow keys unfold a line, move into it and back, and fold it', async () => {
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}{ArrowRight}');
  await expect.poll(() => shownRows().length).toBe(5);
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(selected).toMatchTextContent(/Ada.*failed.*mail service/);
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(selected).toMatchTextContent(/Ada.*applied at attempt 3/);
  await userEvent.keyboard('{ArrowLeft}');
  await expect.poll(() => shownRows().length).toBe(3);
});

test('going to the first attempt of a line unfolds it', async () => {
  await row(/Ada/).click();
  await userEvent.keyboard('g');
  await expect.element(selected).toMatchTextContent(/Ada.*failed.*mail service/);
  await expect.poll(() => shownRows().length).toBe(5);
});

test('a line that was unfolded to show its first attempt folds again when the line itself is opened', async () => {
  await row(/Ada/).click();
  await userEvent.keyboard('g');
  await expect.poll(() => shownRows().length).toBe(5);
  await userEvent.keyboard('{ArrowUp}{ArrowUp}');
  await expect.element(selected).toMatchTextContent(/Ada.*applied at attempt 3/);
  await expect.poll(() => shownRows().length).toBe(3);
});

test('the count of failures says how many events are open, a click shows these, and the counts are of what is shown', async () => {
  await expect.element(button('failed 4')).toBeVisible();
  await button('2 open').click();
  await expect.element(filter).toHaveValue('is:open');
  await expect
    .poll(shownRows)
    .toEqual([expect.stringMatching(/Mary/), expect.stringMatching(/Grace/)]);
  await expect.element(button('failed 2')).toBeVisible();
  await filter.fill('is:mended');
  await expect.poll(shownRows).toEqual([expect.stringMatching(/Ada/)]);
  await expect.element(button('applied 1')).toBeVisible();
  await expect.element(page.getByRole('button', { name: /^failed/ })).not.toBeInTheDocument();
});

test('failures are grouped by error, and a group opens its events or a batch over them', async () => {
  await button('By error').click();
  const groups = page.getByRole('region', { name: 'Failures by error' });
  const group = groups.getByRole('row', { name: /mail service/ });
  await expect.element(group).toMatchTextContent(/The mail service is down321/);
  // The inspector's place moves below the timeline.
  // The inspector's place moves below the timeline.
  await page.viewport(360, 720);
  const send = group.getByRole('button', { name: 'Re-dispatch 1 open…' });
  await expect.element(send).toBeInViewport({ ratio: 1 });
  await page.viewport(1_280, 720);
  await expectAccessibleInBothThemes();
  await send.click();
  await expect.element(page.getByRole('dialog')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await group.getByRole('button', { name: /mail service/ }).click();
  await expect
    .poll(shownRows)
    .toEqual([expect.stringMatching(/Grace/), expect.stringMatching(/Ada/)]);
});
