/** Of a deployment with ten times as many events as the panel keeps, all can be read. */
import { beforeAll, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ROW_HEIGHT } from '../../../../extension/ui/list/useVirtualGrid.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { clerkEvent, NOON, userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import {
  countRejection,
  deliver,
  deploymentOf,
  openPanel,
} from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const bar = page.getByRole('region', { name: 'Earlier events' });
const FURTHER = 'Show the events before these';
const further = grid.getByRole('button', { name: FURTHER });

const STORED = 400;
const REJECTED = 12;
const EVERY_MS = (STORED * 1000) / REJECTED;

beforeAll(async () => {
  await commands.storeDeliveries(backend.url, STORED);
  const now = Date.now();
  for (let n = 0; n < REJECTED; n++) {
    // Those of the same minute and reason would be one row.
    const reason = n % 2 === 0 ? 'bad_signature' : 'missing_header';
    await countRejection(backend, now - STORED * 1000 + (n + 1) * EVERY_MS, reason);
  }
});

async function openKeeping(kept: number): Promise<void> {
  await openPanel([deploymentOf(backend)], null, null, kept);
  await expect.element(grid.getByRole('row', { name: /user.updated/ }).first()).toBeVisible();
  await expect.element(grid.getByRole('row', { name: /1 rejected/ }).first()).toBeVisible();
}

/** The ids of the rows that are rejections. */
const rejections = new Set<string>();
const frame = () => new Promise(requestAnimationFrame);
// Looked up in every frame, where a search by role would take too long.
const element = () => document.querySelector('[aria-label="Webhook events"]');
const rowCount = () => Number(element()?.getAttribute('aria-rowcount')) - 1;
const button = () =>
  [...(element()?.querySelectorAll('button') ?? [])].find(
    ({ textContent }) => textContent === FURTHER,
  );

/**
 * Scrolls until the list is full, or has as many rows as are `left`, and then through all of it.
 * Returns the ids of its rows, from the top.
 */
async function readAll(left: number): Promise<string[]> {
  const length = () => rowCount() - (button() === undefined ? 0 : 1);
  const isFetching = () => document.querySelector('[role=progressbar]') !== null;
  while (isFetching() || (button() === undefined && rowCount() !== left)) {
    element()?.scrollTo({ top: element()!.scrollHeight });
    await frame();
  }
  const ids: string[] = [];
  const rows = length();
  element()!.scrollTo({ top: 0 });
  while (element()!.querySelector('[aria-rowindex="2"]') === null) await frame();
  while (ids.length < rows) {
    for (const row of element()!.querySelectorAll('[role=row][id]')) {
      ids[Number(row.getAttribute('aria-rowindex')) - 2] = row.id;
      if (row.textContent.includes('rejected')) rejections.add(row.id);
    }
    // To the last row that was seen, so that none is passed over.
    element()!.scrollTo({ top: (ids.length - 1) * ROW_HEIGHT });
    await frame();
  }
  return ids;
}

/** Reads the list and the lists of earlier events, until they have as many `rows` together. */
async function readLists(rows: number): Promise<string[][]> {
  const lists: string[][] = [];
  for (let left = rows; left > 0;) {
    const list = await readAll(left);
    lists.push(list);
    left -= list.length;
    if (left <= 0) break;
    await expect.poll(button).toBeDefined();
    // Without the pointer, under which late rejections would wait.
    button()!.click();
    await expect.poll(() => document.getElementById(list.at(-1)!)).toBeNull();
  }
  return lists;
}

test.for([
  { terms: '', kept: STORED / 10, most: 10, state: 'live' },
  { terms: '', kept: STORED / 10, most: 10, state: 'paused' },
  // More than a page of 256 rows, so that the list is filled in steps.
  { terms: '', kept: 300, most: 2, state: 'live' },
  // By an index, beyond the newest page.
  { terms: 'type:user.updated', kept: 300, most: 2, state: 'live' },
])(
  'of $kept rows that are kept, $most lists show each event that matches “$terms” once, in a timeline that is $state',
  async ({ terms, kept, most, state }) => {
    const rows = terms === '' ? STORED + REJECTED : STORED;
    await openKeeping(kept);
    if (state === 'paused') await page.getByRole('button', { name: 'Pause' }).click();
    await filter.fill(terms);
    const hasRejections = () => element()!.textContent.includes('rejected');
    await expect.poll(hasRejections).toBe(terms === '');
    const lists = await readLists(rows);
    const ids = lists.flat();
    expect(new Set(ids).size).toBe(rows);
    expect(ids).toHaveLength(rows);
    expect(rowCount()).toBe(lists.at(-1)!.length);
    // The rejections of some time are few, and do not count.
    const deliveries = lists.map((list) => list.filter((id) => !rejections.has(id)).length);
    expect(Math.max(...deliveries)).toBe(kept);
    expect(lists).toHaveLength(most);
  },
);

test('the end of a full list leads to the events before it, by keyboard, and a button leads back', async () => {
  const toEnd = () =>
    expect
      .poll(async () => {
        await userEvent.keyboard('{End}');
        return further.query();
      })
      .not.toBeNull();
  await openKeeping(300);
  const newest = grid.element().querySelector('[aria-rowindex="2"]')!.id;
  (grid.element() as HTMLElement).focus();
  await toEnd();
  await expect.element(further).toBeInViewport();
  const { length } = await readAll(STORED + REJECTED);
  expect(length).toBeLessThanOrEqual(300 + REJECTED);
  await toEnd();
  const last = page.getByRole('complementary', { name: 'Inspector' });
  await expect.element(last).toBeVisible();

  (further.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(bar.getByText(/^Events before .* Later events do not appear/)).toBeVisible();
  await expect.element(last).not.toBeInTheDocument();
  await expect.element(grid).toHaveFocus();
  await expect.element(page.getByRole('button', { name: 'Pause' })).toBeDisabled();
  await expect.element(page.getByRole('button', { name: 'Clear', exact: true })).toBeDisabled();
  await expect.element(grid.getByRole('row', { name: /user.updated/ }).first()).toBeVisible();
  expect(document.getElementById(newest)).toBeNull();

  // Late rejections would move the first row down.
  await expect.poll(rowCount).toBe(STORED + REJECTED - length);
  await userEvent.keyboard('{ArrowDown}');
  const first = grid.getByRole('row', { selected: true });
  await expect.element(first).toHaveAttribute('aria-rowindex', '2');
  await expect.element(last).toBeVisible();

  await deliver(backend, userCreated({ first_name: 'Later' }));
  await expect.element(bar.getByText(/1 new so far/)).toBeVisible();
  await expect.element(grid.getByRole('row', { name: /Later/ })).not.toBeInTheDocument();

  await bar.getByRole('button', { name: 'Back to the newest events' }).click();
  await expect.element(bar).not.toBeInTheDocument();
  await expect.element(grid.getByRole('row', { name: /Later/ })).toBeVisible();
  await expect.element(grid).toHaveFocus();
  await expect.element(page.getByRole('button', { name: 'Pause' })).toBeEnabled();
  await expect.poll(() => document.getElementById(newest)).not.toBeNull();
});

test('the button that shows a user’s events leaves the earlier events for the newest ones', async () => {
  const nina = userCreated({ id: 'user_2nina', first_name: 'Nina' });
  await openKeeping(STORED / 10);
  await readAll(STORED + REJECTED);
  button()!.click();
  await expect.element(bar).toBeVisible();
  await deliver(backend, nina);
  await page.getByRole('button', { name: 'Users', exact: true }).click();
  await page.getByRole('grid', { name: 'Users' }).getByRole('row', { name: /Nina/ }).click();
  await page.getByRole('button', { name: 'Show events in timeline' }).click();
  await expect.element(grid.getByRole('row', { name: /Nina/ })).toBeVisible();
  await expect.element(bar).not.toBeInTheDocument();
});

test('the histogram begins where the loaded deliveries begin, although older rejections are loaded', async () => {
  await openKeeping(300);
  const histogram = page.getByRole('img', { name: /^Events from/ });
  // Of the twelve, those that came within the time of the newest page of deliveries.
  await expect.element(histogram).toHaveAccessibleName(/, 8 rejected$/);
  await expect.element(grid.getByRole('row', { name: /user.updated/ }).first()).toBeVisible();
  await readAll(STORED + REJECTED);
  await expect.element(histogram).toHaveAccessibleName(/, 9 rejected$/);
});

test('an empty full list counts only the requests that were rejected in its time', async () => {
  await openKeeping(STORED / 10);
  await filter.fill('no such text');
  await expect.element(page.getByRole('button', { name: FURTHER })).toBeVisible();
  await expect.element(page.getByText(/requests were rejected/)).toMatchTextContent(/^2\+/);
});

test('live events take the room of the oldest rows that an index has read, and leave the others in place', async () => {
  await openKeeping(300);
  await filter.fill('type:user.updated');
  const hasRejections = () => element()!.textContent.includes('rejected');
  await expect.poll(hasRejections).toBe(false);
  const ids = await readAll(STORED);
  // Read by the index: the newest page has 256 rows.
  const read = ids[258]!;
  element()!.scrollTo({ top: 236 * ROW_HEIGHT });
  const topOfRead = () => document.getElementById(read)?.getBoundingClientRect().top;
  await expect.poll(topOfRead).toBeDefined();
  const top = topOfRead();

  // Together with the 300 rows, over a tenth more than are kept.
  const sessions = Array.from({ length: 32 }, (_, n) =>
    clerkEvent('session.created', { id: `sess_${n}` }),
  );
  const last = userUpdated({ last_name: 'Last', updated_at: NOON + 90_000 });
  await deliver(backend, ...sessions, last);
  await expect.element(page.getByRole('button', { name: '1 new', exact: true })).toBeVisible();
  await expect.poll(rowCount).toBeLessThan(ids.length);
  expect(topOfRead()).toBe(top);

  const all = (await readLists(STORED + 1)).flat();
  expect(all).toHaveLength(STORED + 1);
  expect(new Set(all).size).toBe(STORED + 1);
  expect(all.slice(1, 1 + ids.length)).toEqual(ids);
});
