import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { NOON, userCreated, userUpdated, withEmail } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const row = (name: RegExp) => grid.getByRole('row', { name });

beforeAll(async () => {
  backend = await commands.startBackend();
});
afterAll(() => commands.stopBackend(backend.url));

let users = 0;
/** A user of this test's own. */
let ada: { id: string; first_name: string };
beforeEach(() => {
  users += 1;
  ada = { id: `user_2ada${users}`, first_name: `Ada${users}` };
});

test('a delivery appears as a row, without a reload, with what it changed', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(page.getByRole('status', { name: 'Connection' })).toMatchTextContent(/live/);
  await deliver(backend, userCreated(ada));
  await expect
    .element(row(new RegExp(`user.created ${ada.first_name} Lovelace applied new`)))
    .toBeVisible();
  await deliver(backend, userUpdated({ ...ada, ...withEmail('ada@new.example.com') }));
  await expect
    .element(row(new RegExp(`user.updated ${ada.first_name} Lovelace applied email`)))
    .toBeVisible();
  expect(shownRows()[0]).toContain('user.updated');
});

test('a forged delivery is a row between the others, and counted', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada), { event: userCreated(ada), forged: true });
  await expect.element(row(/1 rejected .* rejected wrong signature/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'rejected 1' })).toBeVisible();
});

test('several refusals are told as at least so many, by the row and by the count', async () => {
  const other = await commands.startBackend();
  try {
    await deliver(other, { event: userCreated(ada), forged: true });
    // Within a second of each other, they would be counted once.
    await new Promise((done) => setTimeout(done, 1_100));
    await deliver(other, { event: userCreated(ada), forged: true });
    await openPanel([deploymentOf(other)]);
    await expect.element(page.getByRole('button', { name: 'rejected at least 2' })).toBeVisible();
    expect(shownRows()[0]).toMatch(/2\+|1 rejected/);
  } finally {
    await commands.stopBackend(other.url);
  }
});

test('the filter shows what matches at once, as chips that can be taken away', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada), userUpdated({ ...ada, last_name: 'King' }));
  await filter.fill(`type:user.updated user:${ada.id}`);
  await expect.element(row(new RegExp(`user.updated ${ada.first_name} King`))).toBeVisible();
  expect(shownRows()).toHaveLength(1);
  await page.getByRole('button', { name: 'Remove filter type:user.updated' }).click();
  await expect.element(filter).toHaveValue(`user:${ada.id}`);
  expect(shownRows()).toHaveLength(2);
});

test('a half-typed condition hides nothing, and a misspelled one says that it is none', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await filter.fill(`user:${ada.id}`);
  await expect.poll(() => shownRows().length).toBe(1);
  await filter.fill(`user:${ada.id} type:`);
  await expect.poll(() => shownRows().length).toBe(1);
  await filter.fill(`user:${ada.id} outcome:faled`);
  await expect.poll(shownRows).toEqual([]);
  const chip = page.getByRole('button', { name: 'Remove filter outcome:faled' });
  await expect.element(chip).toMatchTextContent(/outcome:faled is not an outcome/);
  await expect.element(chip).toHaveAccessibleDescription(/applied, .*failed, rejected/);
});

test('the grid stays where it is when a filter lets nothing through', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await filter.fill('type:user.created');
  await expect.element(row(new RegExp(ada.first_name))).toBeVisible();
  const { top } = grid.element().getBoundingClientRect();
  await filter.fill('type:user.nothing');
  await expect.element(page.getByText('No event matches the filter')).toBeVisible();
  expect(grid.element().getBoundingClientRect().top).toBe(top);
});

test('a filter is completed from what was seen', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await expect.element(row(new RegExp(ada.first_name))).toBeVisible();
  await filter.fill(`user:${ada.first_name.toLowerCase()}`);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.element(filter).toHaveValue(`user:${ada.id} `);
});

test('Pause holds back what comes and Resume shows all of it', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await expect.element(row(new RegExp(ada.first_name))).toBeVisible();
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
  await expect.element(row(new RegExp(`${ada.first_name} Byron`))).toBeVisible();
  await expect.element(row(new RegExp(`${ada.first_name} King`))).toBeVisible();
});

test('Clear hides what has come and gives it back', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await expect.element(row(new RegExp(ada.first_name))).toBeVisible();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByRole('button', { name: /Show the \d+ hidden events/ }).click();
  await expect.element(row(new RegExp(ada.first_name))).toBeVisible();
});

test('what Clear hid stays told, and can be shown again, when more events have come', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated({ ...ada, id: 'user_2before', first_name: 'Before' }));
  await expect.element(row(/Before/)).toBeVisible();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await deliver(backend, userCreated({ ...ada, id: 'user_2after', first_name: 'After' }));
  await expect.element(row(/After/)).toBeVisible();
  await expect.element(row(/Before/)).not.toBeInTheDocument();
  await page.getByRole('button', { name: /^\d+ hidden: show them again$/ }).click();
  await expect.element(row(/Before/)).toBeVisible();
});

test('a retry leads to its first attempt', async () => {
  await openPanel([deploymentOf(backend)]);
  const svixId = `msg_retried${users}`;
  await deliver(backend, { event: userCreated(ada), svixId }, { event: userCreated(ada), svixId });
  await row(new RegExp(`${ada.first_name} Lovelace duplicate`))
    .getByRole('button', { name: 'Attempt 2: go to the first attempt' })
    .click();
  await expect
    .element(row(new RegExp(`${ada.first_name} Lovelace applied`)))
    .toHaveAttribute('aria-selected', 'true');
});

test('arrows, Home, End and f move the selection, and Escape closes the inspector', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await filter.fill('-outcome:rejected');
  await expect.element(row(new RegExp(ada.first_name))).toBeVisible();
  await filter.fill('');
  await userEvent.keyboard('{Escape}');
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}');
  await expect.element(row(new RegExp(ada.first_name))).toHaveAttribute('aria-selected', 'true');
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(row(new RegExp(ada.first_name))).toHaveAttribute('aria-selected', 'false');
  await userEvent.keyboard('f');
  await expect.element(row(/rejected/)).toHaveAttribute('aria-selected', 'true');
  await expect.element(page.getByRole('complementary', { name: 'Inspector' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect
    .element(page.getByRole('complementary', { name: 'Inspector' }))
    .not.toBeInTheDocument();
});

test('a search reads payloads on the server', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(
    backend,
    userCreated({ ...ada, public_metadata: { plan: 'needle-in-payload' } }),
    userUpdated({ ...ada, last_name: 'King' }),
  );
  await page.getByRole('button', { name: 'Search payloads' }).click();
  await page.getByRole('textbox', { name: 'Search payloads' }).fill('needle-in-payload');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('1 found in all payloads that are kept')).toBeVisible();
  await expect.poll(() => shownRows().length).toBe(1);
  await page.getByRole('button', { name: 'Close search' }).click();
  await expect.poll(() => shownRows().length).toBeGreaterThan(1);
});

test('a hidden column stays hidden when the panel is opened again', async () => {
  const first = await openPanel([deploymentOf(backend)]);
  const latency = grid.getByRole('columnheader', { name: 'Latency' });
  await expect.element(latency).toBeVisible();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Latency' }).click();
  await expect.element(latency).not.toBeInTheDocument();
  await first.unmount();
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('columnheader', { name: 'Time' })).toBeVisible();
  await expect.element(latency).not.toBeInTheDocument();
});

test('the columns stay open while events come', async () => {
  await openPanel([deploymentOf(backend)]);
  await page.getByRole('button', { name: 'Columns' }).click();
  const reset = page.getByRole('button', { name: 'Reset columns' });
  await expect.element(reset).toBeVisible();
  const opened = reset.element();
  await deliver(backend, userCreated(ada));
  await expect.poll(() => shownRows()[0]).toContain(ada.first_name);
  expect(reset.element()).toBe(opened);
});

test('Shift with an arrow picks rows, to be re-dispatched together', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada), userUpdated({ ...ada, last_name: 'King' }));
  await filter.fill(`user:${ada.id}`);
  await expect.element(row(/King/)).toBeVisible();
  await expect.poll(() => shownRows().length).toBe(2);
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}{Shift>}{ArrowDown}{/Shift}');
  await expect.element(page.getByText('2 picked')).toBeVisible();
  await userEvent.keyboard('{ArrowUp}');
  await expect.element(page.getByText('2 picked')).not.toBeInTheDocument();
});

test('Shift picks all rows up to where Home, End or a page leads, and Ctrl A every row', async () => {
  await openPanel([deploymentOf(backend)]);
  const changes = ['King', 'Byron', 'Noel', 'Milbanke'].map((last_name, n) =>
    userUpdated({ ...ada, last_name, updated_at: NOON + 1_000 * (n + 1) }),
  );
  await deliver(backend, userCreated(ada), ...changes);
  await filter.fill(`user:${ada.id}`);
  await expect.poll(() => shownRows().length).toBe(5);
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}{ArrowDown}{Shift>}{End}{/Shift}');
  await expect.element(page.getByText('4 picked')).toBeVisible();
  // Nothing is left to pick, and nothing is unpicked.
  await userEvent.keyboard('{Shift>}{End}{/Shift}');
  await expect.element(page.getByText('4 picked')).toBeVisible();
  await userEvent.keyboard('{ArrowUp}{Shift>}{PageUp}{/Shift}');
  await expect.element(page.getByText('4 picked')).toBeVisible();
  await userEvent.keyboard('{Control>}a{/Control}');
  await expect.element(page.getByText('5 picked')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Re-dispatch 5…' })).toBeVisible();
});

test('brushing the histogram shows the events of that time, and no others', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated({ ...ada, id: 'user_2dragged' }));
  await filter.fill('user:user_2dragged');
  await expect.poll(() => shownRows().length).toBe(1);
  // The completions would lie over the histogram.
  (grid.element() as HTMLElement).focus();
  const histogram = page.getByRole('img', { name: /^Events from/ });
  await expect.poll(() => histogram.element().querySelector('.u-over')).toBeTruthy();
  const over = page.elementLocator(histogram.element().querySelector('.u-over')!);
  const { width } = over.element().getBoundingClientRect();
  const brush = (from: number, until: number) =>
    userEvent.dragAndDrop(over, over, {
      sourcePosition: { x: from * width, y: 10 },
      targetPosition: { x: until * width, y: 10 },
    });
  const chip = (end: string) =>
    page.getByRole('button', { name: new RegExp(`^Remove filter ${end}:`) });

  // The one event is in the last of at least 60 bars.
  await brush(0.1, 0.5);
  await expect.element(chip('after')).toBeVisible();
  await expect.element(chip('before')).toBeVisible();
  await expect.poll(() => shownRows()).toEqual([]);

  await brush(0.5, 0.998);
  await expect.poll(shownRows).toEqual([expect.stringContaining(ada.first_name)]);
  await expect.element(chip('after')).toBeVisible();

  // A click is no brush: it opens the time again.
  await over.click({ position: { x: 0.2 * width, y: 10 } });
  await expect.element(chip('after')).not.toBeInTheDocument();
  await expect.element(chip('before')).not.toBeInTheDocument();
  await expect.element(filter).toHaveValue('user:user_2dragged');
});

test('the histogram is brushed by keyboard, and opened again', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated({ ...ada, id: 'user_2brushed' }));
  await filter.fill('user:user_2brushed');
  await expect.poll(() => shownRows().length).toBe(1);
  const before = page.getByRole('slider', { name: 'Show events before' });
  const chip = page.getByRole('button', { name: /^Remove filter before:/ });
  // The one event is in the last bar, which is counted a moment later.
  await expect.element(before).toBeInTheDocument();
  (before.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(chip).toBeVisible();
  await expect.poll(() => shownRows().length).toBe(0);
  await userEvent.keyboard('{End}');
  await expect.element(chip).not.toBeInTheDocument();
  await expect.poll(() => shownRows().length).toBe(1);
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(chip).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(chip).not.toBeInTheDocument();
  await expect.element(before).toHaveFocus();
});

test('picked rows and an open search outlive a change of the layout', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await row(new RegExp(ada.first_name)).click({ modifiers: ['ControlOrMeta'] });
  await page.getByRole('button', { name: 'Search payloads' }).click();
  try {
    await page.viewport(600, 720);
    await expect.element(page.getByText('1 picked')).toBeVisible();
    await expect.element(page.getByRole('textbox', { name: 'Search payloads' })).toBeVisible();
  } finally {
    await page.viewport(1_280, 720);
  }
});

test('at 360 pixels time, type, user and outcome are there, and fit', async () => {
  try {
    await page.viewport(360, 720);
    await openPanel([deploymentOf(backend)]);
    await deliver(backend, userCreated(ada));
    await expect.element(row(new RegExp(`user.created ${ada.first_name}.* applied`))).toBeVisible();
    expect(grid.element().scrollWidth).toBe(grid.element().clientWidth);
    const top = (name: string) =>
      page.getByRole('button', { name }).element().getBoundingClientRect().top;
    expect(top('Import…')).toBe(top('Columns'));
  } finally {
    await page.viewport(1_280, 720);
  }
});

test('a column is made wider by keyboard', async () => {
  await openPanel([deploymentOf(backend)]);
  const user = grid.getByRole('columnheader', { name: 'User' });
  await expect.element(user).toBeVisible();
  const width = user.element().clientWidth;
  await page.getByRole('button', { name: 'Columns' }).click();
  (page.getByRole('button', { name: 'Make User wider' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => user.element().clientWidth).toBe(width + 16);
});
