import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ndjsonOf } from '../../../extension/transfer/ndjson.ts';
import { expectAccessibleInBothThemes } from '../../fixtures/accessible.ts';
import { auditRow } from '../../fixtures/auditRow.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const grid = page.getByRole('grid', { name: 'Webhook events' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const alert = page.getByRole('alert');

beforeAll(async () => {
  backend = await commands.startBackend();
  await deliver(
    backend,
    userCreated(),
    userUpdated({ last_name: '<img src=x onerror="window.broken = true">', updated_at: NOON + 1 }),
  );
});
afterAll(() => commands.stopBackend(backend.url));

/** What was written to the clipboard, and what was saved as a file. */
let copied: string[];
let saved: Blob[];
beforeEach(() => {
  copied = [];
  saved = [];
  vi.restoreAllMocks();
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => {
    copied.push(text);
  });
  const createObjectURL = URL.createObjectURL.bind(URL);
  vi.spyOn(URL, 'createObjectURL').mockImplementation((object) => {
    if (object instanceof Blob && object.type === 'application/x-ndjson') saved.push(object);
    return createObjectURL(object);
  });
});

async function choose(item: string) {
  await inspector.getByRole('button', { name: 'Copy and export' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

async function openNewest() {
  await openPanel([deploymentOf(backend)]);
  await grid.getByRole('row', { name: /user.updated/ }).click();
}

test('a delivery is copied as JSON, masked when asked, as cURL and as a link', async () => {
  await openNewest();
  await choose('Copy as JSON');
  await expect.poll(() => copied.length).toBe(1);
  expect(JSON.parse(copied[0]!)).toMatchObject({ masked: false, row: { seq: expect.any(String) } });
  expect(copied[0]).toContain('ada@example.com');

  await choose('Copy as JSON, masked');
  await expect.poll(() => copied.length).toBe(2);
  expect(JSON.parse(copied[1]!)).toMatchObject({ masked: true });
  expect(copied[1]).not.toContain('ada@example.com');

  await choose('Copy as cURL');
  await expect.poll(() => copied.length).toBe(3);
  expect(copied[2]).toContain('whsec_REPLACE_WITH_SIGNING_SECRET');

  await choose('Copy link to this event');
  await expect.poll(() => copied.length).toBe(4);
  expect(copied[3]).toMatch(/#event=\w+&deployment=http/);
  expect(copied.join()).not.toContain(backend.accessKey);
});

test('an export is masked unless asked otherwise, and comes back as a read-only timeline', async () => {
  await openNewest();
  await choose('Export as NDJSON, masked');
  await expect.poll(() => saved.length).toBe(1);
  expect(await saved[0]!.text()).not.toContain('ada@example.com');

  await choose('Export as NDJSON with personal data');
  await expect.poll(() => saved.length).toBe(2);
  const text = await saved[1]!.text();
  expect(text).toContain('ada@example.com');
  expect(text).not.toContain(backend.accessKey);

  const file = new File([`${text}no delivery\n`], 'from-qa.ndjson');
  await userEvent.upload(page.getByLabelText('File to import'), file);
  await expect.element(page.getByText(/from-qa.ndjson.*1 delivery.*Read-only/)).toBeVisible();
  await expect.element(page.getByText('1 line is no delivery')).toBeVisible();
  await expect.poll(() => shownRows().length).toBe(1);
  await grid.getByRole('row', { name: /user.updated/ }).click();
  await expect.element(inspector).toMatchTextContent(/Imported from a file/);
  await expect
    .element(page.getByRole('button', { name: 'Re-dispatch', exact: true }))
    .toBeDisabled();
  for (const name of ['Pause', 'Clear']) {
    await expect.element(page.getByRole('button', { name, exact: true })).toBeDisabled();
  }
  await inspector.getByRole('tab', { name: 'User' }).click();
  const moment = inspector.getByRole('region', { name: 'Row at this moment' });
  await expect.element(moment.getByRole('row', { name: /^last_name .*updated$/ })).toBeVisible();
  await expect
    .element(inspector.getByRole('slider'))
    .toHaveAttribute('aria-valuetext', expect.stringMatching(/^1 of 1:/));
  await expectAccessibleInBothThemes();
  expect('broken' in window).toBe(false);

  await page.getByRole('button', { name: 'Back to the live events' }).click();
  await expect.poll(() => shownRows().length).toBe(2);
});

test('nothing re-dispatches live events while a file is open, whatever the filter lets through', async () => {
  await openNewest();
  await choose('Export as NDJSON, masked');
  await expect.poll(() => saved.length).toBe(1);
  const many = page.getByRole('button', { name: 'Re-dispatch many' });
  await expect.element(many).toBeVisible();
  const file = new File([await saved[0]!.text()], 'from-qa.ndjson');
  await userEvent.upload(page.getByLabelText('File to import'), file);
  await expect.poll(() => shownRows().length).toBe(1);
  await expect.element(many).not.toBeInTheDocument();
  await page.getByRole('textbox', { name: 'Filter events' }).fill('outcome:stale');
  await expect.element(page.getByText('No event matches the filter')).toBeVisible();
  await expect.element(many).not.toBeInTheDocument();
});

test('a search reads the payloads of the file that is open, in any case, and no others', async () => {
  await openPanel([deploymentOf(backend)]);
  const lines = ['A-Needle-inside', 'nothing', 'needle again'].map((note, place) => {
    const row = auditRow(place, { user_label: `Person ${place}` });
    return ndjsonOf([
      {
        format: 'webhook-devtools/1',
        masked: false,
        row: { ...row, seq: String(row.seq) },
        body: JSON.stringify({ type: 'user.updated', data: { note } }),
        headers: [],
        before: null,
        after: null,
        error: null,
      },
    ]);
  });
  const file = new File(lines, 'qa.ndjson');
  await userEvent.upload(page.getByLabelText('File to import'), file);
  await expect.poll(() => shownRows().length).toBe(3);
  await page.getByRole('button', { name: 'Search payloads' }).click();
  await page.getByRole('textbox', { name: 'Search payloads' }).fill('NEEDLE');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('2 found in all payloads that are kept')).toBeVisible();
  await expect.element(page.getByRole('button', { name: /older/ })).not.toBeInTheDocument();
  await expect
    .poll(shownRows)
    .toEqual([expect.stringContaining('Person 2'), expect.stringContaining('Person 0')]);
  await page.getByRole('button', { name: 'Close search' }).click();
  await expect.poll(() => shownRows().length).toBe(3);
});

test('a second file of the same name begins at its newest delivery', async () => {
  await openNewest();
  await choose('Export as NDJSON, masked');
  await expect.poll(() => saved.length).toBe(1);
  const record = JSON.parse((await saved[0]!.text()).split('\n')[0]!) as { row: { seq: string } };
  const lines = (count: number) =>
    Array.from({ length: count }, (_, n) => {
      const seq = String(BigInt(record.row.seq) + BigInt(n));
      return `${JSON.stringify({ ...record, row: { ...record.row, _id: `id${n}`, seq } })}\n`;
    });
  const open = async (count: number) => {
    const file = new File(lines(count), 'same.ndjson');
    await userEvent.upload(page.getByLabelText('File to import'), file);
    await expect
      .element(page.getByText(new RegExp(`same.ndjson.*${count} deliveries`)))
      .toBeVisible();
  };
  await open(200);
  await expect.element(grid).toHaveFocus();
  await userEvent.keyboard('{End}');
  await expect.poll(() => grid.element().scrollTop).toBeGreaterThan(1_000);
  await open(201);
  await expect.poll(() => grid.element().scrollTop).toBe(0);
});

test('a file without a delivery says why, and nothing changes', async () => {
  await openPanel([deploymentOf(backend)]);
  const file = new File(['{"format":"har"}\n'], 'other.ndjson');
  await userEvent.upload(page.getByLabelText('File to import'), file);
  await expect
    .element(alert)
    .toMatchTextContent(/no delivery in other.ndjson. Line 1: .*format is not/);
  await expect.poll(() => shownRows().length).toBe(2);
  await expectAccessibleInBothThemes();
  await alert.getByRole('button', { name: 'Copy the error' }).click();
  await expect.poll(() => copied.at(-1)).toContain('There is no delivery in other.ndjson.');
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await expect.element(alert).not.toBeInTheDocument();
});

test('what could not be copied is told until the next try, or until it is closed', async () => {
  await openNewest();
  const lock = () =>
    vi.mocked(navigator.clipboard.writeText).mockImplementationOnce(async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      throw new Error('The clipboard is locked.');
    });
  const expectStays = async () => {
    await expect.element(alert).toMatchTextContent('The clipboard is locked.');
    vi.advanceTimersByTime(3_600_000);
    vi.useRealTimers();
    await expect.element(alert).toMatchTextContent('The clipboard is locked.');
  };
  lock();
  await choose('Copy as JSON');
  await expectStays();
  await alert.getByRole('button', { name: 'Copy the error' }).click();
  await expect.poll(() => copied).toEqual(['The clipboard is locked.']);
  await choose('Copy as JSON');
  await expect.poll(() => copied.length).toBe(2);
  await expect.element(alert).not.toBeInTheDocument();

  lock();
  await choose('Copy as JSON');
  await expectStays();
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await expect.element(alert).not.toBeInTheDocument();
});

test('a viewer gets nothing unmasked and no cURL', async () => {
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await grid.getByRole('row', { name: /user.updated/ }).click();
  await inspector.getByRole('button', { name: 'Copy and export' }).click();
  await expect
    .element(page.getByRole('menuitem', { name: /cURL/ }))
    .toHaveAttribute('data-disabled');
  await expect
    .element(page.getByRole('menuitem', { name: /personal data/ }))
    .not.toBeInTheDocument();
  await page.getByRole('menuitem', { name: 'Copy as JSON', exact: true }).click();
  await expect.poll(() => copied.length).toBe(1);
  expect(JSON.parse(copied[0]!)).toMatchObject({ masked: true });
  expect(copied[0]).not.toContain('ada@example.com');
});
