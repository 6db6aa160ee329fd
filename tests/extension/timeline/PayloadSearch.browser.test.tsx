import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessible } from '../../fixtures/accessible.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { clerkEvent } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const grid = page.getByRole('grid', { name: 'Webhook events' });
const bar = page.getByRole('search');
const text = bar.getByRole('textbox', { name: 'Search payloads' });
const news = bar.getByText(/\d found/);

/** Too much for two calls to the server: one reads 4 MiB at most. */
const SESSIONS = 20;
const PADDING = 'x'.repeat(470_000);

beforeAll(async () => {
  backend = await commands.startBackend();
  const marks: Record<number, object> = { 0: { note: 'oldest-needle' }, 18: { note: 'needle' } };
  const sessions = Array.from({ length: SESSIONS }, (_, n) =>
    clerkEvent('session.created', { id: `sess_${n}`, ...marks[n], padding: PADDING }),
  );
  await deliver(backend, ...sessions);
});
afterAll(() => commands.stopBackend(backend.url));

beforeEach(async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('row', { name: /session.created/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Search payloads' }).click();
  await expect.element(text).toHaveFocus();
});

test('a search tells how far back it has read and what it has found, until the oldest payload', async () => {
  const told: string[] = [];
  const live = bar.element().querySelector('[aria-live]')!;
  const observer = new MutationObserver(() => told.push(live.textContent));
  observer.observe(live, { childList: true, characterData: true, subtree: true });

  await text.fill('needle');
  await userEvent.keyboard('{Enter}');
  await expect.element(bar.getByText('2 found in all payloads that are kept')).toBeVisible();
  await expect.element(bar.getByRole('button', { name: /older/ })).not.toBeInTheDocument();
  observer.disconnect();
  expect(told[0]).toMatch(/^Searching… · 0 found$/);
  expect(told).toContainEqual(expect.stringMatching(/^Searched back to .+ · 1 found$/));
  expect(told.at(-1)).toBe('2 found in all payloads that are kept');
  expect(shownRows()).toHaveLength(2);
});

test('a search that is stopped stays so, and a new one begins from the newest', async () => {
  await text.fill('needle');
  await commands.freezeBackend(backend.url);
  try {
    await userEvent.keyboard('{Enter}');
    await expect.element(news).toMatchTextContent('Searching… · 0 found');
    await bar.getByRole('button', { name: 'Stop' }).click();
  } finally {
    await commands.thawBackend(backend.url);
  }
  await expect.element(news).toHaveTextContent('Stopped at once · 0 found');
  await expect.element(page.getByText('No payload found yet')).toBeVisible();
  await expect.element(bar.getByRole('button', { name: 'Stop' })).not.toBeInTheDocument();
  await expectAccessible();

  await bar.getByRole('button', { name: 'Search', exact: true }).click();
  await expect.element(news).toMatchTextContent('2 found in all payloads that are kept');
  await expectAccessible();
});

test('a search that is stopped goes on where it was', async () => {
  await text.fill('needle');
  await commands.freezeBackend(backend.url);
  try {
    await userEvent.keyboard('{Enter}');
    await bar.getByRole('button', { name: 'Stop' }).click();
    await expect.element(text).toHaveFocus();
    await bar.getByRole('button', { name: 'Go on' }).click();
    await expect.element(news).toHaveTextContent('Searching… · 0 found');
  } finally {
    await commands.thawBackend(backend.url);
  }
  await expect.element(news).toHaveTextContent('2 found in all payloads that are kept');
});

test('Escape closes the search and brings all events back', async () => {
  await text.fill('no such text');
  await userEvent.keyboard('{Enter}');
  await expect.element(news).toMatchTextContent('0 found in all payloads that are kept');
  expect(shownRows()).toHaveLength(0);
  await expect.element(page.getByText('No payload contains “no such text”')).toBeVisible();
  (text.element() as HTMLElement).focus();
  await userEvent.keyboard('{Escape}');
  await expect.element(bar).not.toBeInTheDocument();
  await expect.element(grid).toHaveFocus();
  await expect.poll(() => shownRows().length).toBeGreaterThan(2);
});

test('what was found is shown in the payload, and stays in sight when the search is closed', async () => {
  await text.fill('oldest-needle');
  await userEvent.keyboard('{Enter}');
  await expect.element(news).toMatchTextContent('1 found in all payloads that are kept');
  await grid.getByRole('row').nth(1).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect.element(inspector).toMatchTextContent(/The payload contains “oldest-needle”/);
  await inspector.getByRole('button', { name: 'Show', exact: true }).click();
  await expect
    .element(inspector.getByRole('searchbox', { name: 'Find in payload' }))
    .toHaveValue('oldest-needle');
  await expect
    .element(inspector.getByRole('treeitem', { selected: true }))
    .toMatchTextContent(/note: "oldest-needle"/);
  await expectAccessible();

  // So low that not all rows are seen at once.
  await page.viewport(1_280, 320);
  await bar.getByRole('button', { name: 'Close search' }).click();
  await expect.poll(() => shownRows().length).toBeGreaterThan(2);
  await expect.element(grid.getByRole('row', { selected: true })).toBeInViewport();
  await page.viewport(1_280, 720);
});
