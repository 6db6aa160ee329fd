import { beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { clerkEvent } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const bar = page.getByRole('search');
const text = bar.getByRole('textbox', { name: 'Search payloads' });
const news = bar.getByText(/\d match/);

/** Too much for two calls to the server, since one reads at most 4 MiB. */
const SESSIONS = 20;
const PADDING = 'x'.repeat(470_000);

beforeAll(async () => {
  const marks: Record<number, object> = { 0: { note: 'oldest-needle' }, 18: { note: 'needle' } };
  const sessions = Array.from({ length: SESSIONS }, (_, n) =>
    clerkEvent('session.created', { id: `sess_${n}`, ...marks[n], padding: PADDING }),
  );
  await deliver(backend, ...sessions);
});

beforeEach(async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('row', { name: /session.created/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Search payloads' }).click();
  await expect.element(text).toHaveFocus();
});

test('a search shows how far back it has read and what it has found, until the oldest payload', async () => {
  const told: string[] = [];
  const live = bar.element().querySelector('[aria-live]')!;
  const observer = new MutationObserver(() => told.push(live.textContent));
  observer.observe(live, { childList: true, characterData: true, subtree: true });

  await text.fill('needle');
  await userEvent.keyboard('{Enter}');
  await expect.element(bar.getByText('2 matches in all stored payloads')).toBeVisible();
  await expect.element(bar.getByRole('button', { name: /older/ })).not.toBeInTheDocument();
  observer.disconnect();
  expect(told[0]).toMatch(/^Searching… · 0 matches$/);
  expect(told).toContainEqual(expect.stringMatching(/^Searched back to .+ · 1 match$/));
  expect(told.at(-1)).toBe('2 matches in all stored payloads');
  expect(shownRows()).toHaveLength(2);
});

test('a stopped search does not continue by itself, and a new one begins at the newest payload', async () => {
  await text.fill('needle');
  await commands.freezeBackend(backend.url);
  try {
    await userEvent.keyboard('{Enter}');
    await expect.element(news).toMatchTextContent('Searching… · 0 matches');
    await bar.getByRole('button', { name: 'Stop' }).click();
  } finally {
    await commands.thawBackend(backend.url);
  }
  await expect.element(news).toHaveTextContent('Stopped · 0 matches');
  await expect.element(page.getByText('No payload found yet')).toBeVisible();
  await expect.element(bar.getByRole('button', { name: 'Stop' })).not.toBeInTheDocument();
  await expectAccessibleInBothThemes();

  await bar.getByRole('button', { name: 'Search', exact: true }).click();
  await expect.element(news).toMatchTextContent('2 matches in all stored payloads');
  await expectAccessibleInBothThemes();
});

test('a stopped search can be continued from where it was', async () => {
  await text.fill('needle');
  await commands.freezeBackend(backend.url);
  try {
    await userEvent.keyboard('{Enter}');
    await bar.getByRole('button', { name: 'Stop' }).click();
    await expect.element(text).toHaveFocus();
    await bar.getByRole('button', { name: 'Continue' }).click();
    await expect.element(news).toHaveTextContent('Searching… · 0 matches');
  } finally {
    await commands.thawBackend(backend.url);
  }
  await expect.element(news).toHaveTextContent('2 matches in all stored payloads');
});

test('Escape closes the search and brings all events back', async () => {
  await text.fill('no such text');
  await userEvent.keyboard('{Enter}');
  await expect.element(news).toMatchTextContent('0 matches in all stored payloads');
  expect(shownRows()).toHaveLength(0);
  await expect.element(page.getByText('No payload contains “no such text”')).toBeVisible();
  (text.element() as HTMLElement).focus();
  await userEvent.keyboard('{Escape}');
  await expect.element(bar).not.toBeInTheDocument();
  await expect.element(grid).toHaveFocus();
  await expect.poll(() => shownRows().length).toBeGreaterThan(2);
});

test('a match is shown in the payload, and its row stays in sight when the search is closed', async () => {
  await text.fill('oldest-needle');
  await userEvent.keyboard('{Enter}');
  await expect.element(news).toMatchTextContent('1 match in all stored payloads');
  await expect.poll(() => shownRows().length).toBe(1);
  await grid.getByRole('row', { name: /session.created/ }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect.element(inspector).toMatchTextContent(/The payload contains “oldest-needle”/);
  await inspector.getByRole('button', { name: 'Show', exact: true }).click();
  await expect
    .element(inspector.getByRole('searchbox', { name: 'Find in payload' }))
    .toHaveValue('oldest-needle');
  await expect
    .element(inspector.getByRole('treeitem', { selected: true }))
    .toMatchTextContent(/note: "oldest-needle"/);
  await expectAccessibleInBothThemes();

  // The panel is so low that not all rows are seen at once.
  await page.viewport(1_280, 320);
  await bar.getByRole('button', { name: 'Close search' }).click();
  await expect.poll(() => shownRows().length).toBeGreaterThan(2);
  await expect.element(grid.getByRole('row', { selected: true })).toBeInViewport();
  await page.viewport(1_280, 720);
});
