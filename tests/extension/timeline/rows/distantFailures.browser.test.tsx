/**
 * Failures that are older than the loaded events: f opens them without loading the events between.
 */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { clerkEvent, userCreated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend({ faulty: true });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const selected = grid.getByRole('row', { selected: true });
const inspected = page
  .getByRole('complementary', { name: 'Inspector' })
  .getByRole('heading', { level: 2 });
const told = (words: string) => page.getByText(words, { exact: true });

/** More than the newest page holds, which is 256 rows. */
const SESSIONS = 300;
/** The header, the newest page, and the rejection, which is loaded although older events are not. */
const AT_FIRST = '258';

beforeAll(async () => {
  const failing = async (name: string) => {
    await commands.setEnvironment(backend.url, { HANDLER_ERROR: `No mail for ${name}` });
    await deliver(backend, userCreated({ id: `user_2${name}`, first_name: name }));
    await commands.setEnvironment(backend.url, { HANDLER_ERROR: '' });
  };
  await failing('Ada');
  await failing('Grace');
  await deliver(backend, { event: userCreated(), forged: true });
  await failing('Mary');
  const sessions = Array.from({ length: SESSIONS }, (_, n) =>
    clerkEvent('session.created', { id: `sess_${n}` }),
  );
  await deliver(backend, ...sessions);
});

beforeEach(async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid).toHaveAttribute('aria-rowcount', AT_FIRST);
  await grid
    .getByRole('row', { name: /session.created/ })
    .first()
    .click();
});

test('f opens the newest unloaded failure, and loads nothing between', async () => {
  await userEvent.keyboard('f');
  await expect.element(inspected).toMatchTextContent(/nothing changed: .*for Mary/);
  await expect.element(page.getByText(/older than the events loaded here$/)).toBeVisible();
  await expect.element(selected).not.toBeInTheDocument();
  await expect.element(grid).toHaveAttribute('aria-rowcount', AT_FIRST);
  await expect
    .element(page.getByRole('button', { name: 'Re-dispatch', exact: true }))
    .toBeEnabled();

  await userEvent.keyboard('{ArrowDown}');
  // Its row is near the end, so older events are fetched, which may push it out of sight.
  await expect.element(inspected).toMatchTextContent(/Rejected a request/);
});

test('f and F go through them in the order in which they came, rejections between them', async () => {
  const inOrder = [/for Mary/, /Rejected a request/, /for Grace/, /for Ada/];
  for (const failure of inOrder) {
    await userEvent.keyboard('f');
    await expect.element(inspected).toMatchTextContent(failure);
  }
  await userEvent.keyboard('f');
  await expect.element(told('No older failure or rejection')).toBeVisible();
  for (const failure of inOrder.slice(0, -1).reverse()) {
    await userEvent.keyboard('F');
    await expect.element(inspected).toMatchTextContent(failure);
  }
  await userEvent.keyboard('F');
  await expect.element(told('No newer failure or rejection')).toBeVisible();
});

test('F also goes through unloaded failures that f has not opened before', async () => {
  const focusGrid = () => (grid.element() as HTMLElement).focus();
  // The rejected request claims to be about Ada, too.
  await filter.fill('"for ada"');
  focusGrid();
  await userEvent.keyboard('f');
  await expect.element(inspected).toMatchTextContent(/for Ada/);
  await filter.fill('');
  focusGrid();
  for (const failure of [/for Grace/, /Rejected a request/, /for Mary/]) {
    await userEvent.keyboard('F');
    await expect.element(inspected).toMatchTextContent(failure);
  }
});

test('Shift and a click select from an unloaded failure as far as rows are loaded', async () => {
  await userEvent.keyboard('f');
  await expect.element(inspected).toMatchTextContent(/for Mary/);
  const row = grid.getByRole('row', { name: /session.created/ }).first();
  await row.click({ modifiers: ['Shift'] });
  await expect.element(page.getByText('256 selected')).toBeVisible();
});

test('the row of an unloaded failure is selected once it is loaded', async () => {
  await userEvent.keyboard('f');
  await expect.element(inspected).toMatchTextContent(/for Mary/);
  grid.element().scrollTo({ top: grid.element().scrollHeight });
  await expect.element(selected).toMatchTextContent(/Mary.*failed/);
  await expect.element(page.getByText(/older than the events/)).not.toBeInTheDocument();
});

test('f skips failures that the filter hides, and says so when no other is left', async () => {
  await filter.fill('type:session.*');
  await grid
    .getByRole('row', { name: /session.created/ })
    .first()
    .click();
  await userEvent.keyboard('f');
  await expect.element(told('No older failure or rejection matches the filter')).toBeVisible();
});

test('f waits for a server that does not answer, unless another event is opened meanwhile', async () => {
  await commands.freezeBackend(backend.url);
  try {
    await userEvent.keyboard('f');
    await expect.element(told('Looking for a failure or rejection …')).toBeVisible();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(told('Looking for a failure or rejection …')).not.toBeInTheDocument();
    await userEvent.keyboard('f');
  } finally {
    await commands.thawBackend(backend.url);
  }
  await expect.element(inspected).toMatchTextContent(/for Mary/);
});
