/** Deliveries from a file that is open instead of the live events. */
import { beforeAll, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { recordOf } from '../../../extension/transfer/deliveryRecord.ts';
import { ndjsonOf } from '../../../extension/transfer/ndjson.ts';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';
import { auditRow, changing } from '../../fixtures/data/auditRow.ts';
import { makeDelivery } from './delivery.ts';
import {
  alert,
  choose,
  deliverTwo,
  grid,
  inspector,
  openNewestOf,
  transferred,
} from './transferScreen.ts';

const backend = ownBackend();
beforeAll(() => deliverTwo(backend));
const { copied, saved } = transferred();
const openNewest = () => openNewestOf(backend);

test('deliveries that were copied as JSON can be imported', async () => {
  await openNewest();
  await choose('Copy as JSON');
  await expect.poll(() => copied.length).toBe(1);
  const file = new File([copied[0]!], 'copied.json');
  await userEvent.upload(page.getByLabelText('File to import'), file);
  await expect.element(page.getByText(/copied\.json: 1 delivery/)).toBeVisible();
  await expect.poll(shownRows).toEqual([expect.stringContaining('user.updated')]);
});

test('a line with an absurd time is named, and the others are shown', async () => {
  const [absurd, good] = [auditRow(1), auditRow(2)].map((row) =>
    ndjsonOf([recordOf(makeDelivery({ row }), false)]),
  );
  const text = absurd!.replace(/"received_at":\d+/, '"received_at":1764400000080000000') + good!;
  await openPanel([deploymentOf(backend)]);
  await userEvent.upload(page.getByLabelText('File to import'), new File([text], 'absurd.ndjson'));
  await page.getByText('1 line is not a delivery').click();
  await expect.element(page.getByText(/Line 1: .*received_at is not a time/)).toBeVisible();
  expect(shownRows()).toHaveLength(1);
});

test('a failure in a file is open as far as the file shows, and no retry of it is foretold', async () => {
  const row = auditRow(1, { outcome: 'failed', settled: false, reason: 'boom', ...changing() });
  const text = ndjsonOf([recordOf(makeDelivery({ row, writes: [] }), false)]);
  await openPanel([deploymentOf(backend)]);
  await userEvent.upload(page.getByLabelText('File to import'), new File([text], 'part.ndjson'));
  const open = page.getByRole('button', { name: '1 open in this file' });
  await expect.element(open).toHaveAttribute('title', expect.stringContaining('may be missing'));
  await grid.getByRole('row', { name: /failed/ }).click();
  await expect.element(inspector).toMatchTextContent(/Open in this file: this event failed/);
  await expect.element(inspector).toMatchTextContent(/The file has no later attempt\./);
  await expect.element(inspector).not.toMatchTextContent(/retry|send it again/);
});

test('no live event can be re-dispatched while a file is open, whatever the filter matches', async () => {
  await openNewest();
  await choose('Export as NDJSON, masked');
  await expect.poll(() => saved.length).toBe(1);
  const many = page.getByRole('button', { name: 'Bulk re-dispatch' });
  await expect.element(many).toBeVisible();
  const file = new File([await saved[0]!.text()], 'from-qa.ndjson');
  await userEvent.upload(page.getByLabelText('File to import'), file);
  await expect.poll(() => shownRows().length).toBe(1);
  await expect.element(many).not.toBeInTheDocument();
  await page.getByRole('textbox', { name: 'Filter events' }).fill('outcome:stale');
  await expect.element(page.getByText('No event matches the filter')).toBeVisible();
  await expect.element(many).not.toBeInTheDocument();
});

test('a search ignores case and reads only the payloads of the open file', async () => {
  await openPanel([deploymentOf(backend)]);
  const lines = ['A-Needle-inside', 'nothing', 'needle again'].map((note, place) => {
    const row = auditRow(place, { user_label: `Person ${place}` });
    return ndjsonOf([
      {
        format: 'webhook-devtools/2',
        masked: false,
        row: { ...row, seq: String(row.seq) },
        body: JSON.stringify({ type: 'user.updated', data: { note } }),
        headers: [],
        writes: [],
        scheduled: [],
        attempted: [],
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
  await expect.element(page.getByText('2 matches in all stored payloads')).toBeVisible();
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
      return `${JSON.stringify({ ...record, row: { ...record.row, _id: `id${n}`, svix_id: `msg_${n}`, event_id: `msg_${n}`, seq } })}\n`;
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

test('for a file without a delivery a message says why, and nothing changes', async () => {
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

test('the button that shows a user’s events closes an imported file', async () => {
  await openNewest();
  await choose('Copy as JSON');
  await expect.poll(() => copied.length).toBe(1);
  const file = new File([copied[0]!], 'copied.json');
  await userEvent.upload(page.getByLabelText('File to import'), file);
  await expect.poll(() => shownRows().length).toBe(1);
  await page.getByRole('button', { name: 'Users', exact: true }).click();
  await page.getByRole('grid', { name: 'Users' }).getByRole('row', { name: /Ada/ }).click();
  await page.getByRole('button', { name: 'Show events in timeline' }).click();
  await expect.poll(() => shownRows().length).toBe(2);
  await expect.element(page.getByRole('region', { name: 'Imported file' })).not.toBeInTheDocument();
});

test('a pinned event of a file is unpinned before it could be taken for one of the next file', async () => {
  const open = async (file: string, ...names: string[]) => {
    const records = names.map((user_label, at) =>
      recordOf(makeDelivery({ row: auditRow(at, { user_label }) }), false),
    );
    const upload = new File([ndjsonOf(records)], file);
    await userEvent.upload(page.getByLabelText('File to import'), upload);
    await grid.getByRole('row', { name: new RegExp(names[0]!) }).click();
    await inspector.getByRole('tab', { name: 'Diff' }).click();
  };
  const compared = inspector.getByRole('combobox', { name: 'Compare with' });
  const groups = () =>
    [...compared.element().querySelectorAll('optgroup')].map(({ label }) => label);
  await openPanel([deploymentOf(backend)]);
  await open('first.ndjson', 'Nova', 'Grace');
  await grid.getByRole('row', { name: /Grace/ }).click();
  await inspector.getByRole('button', { name: 'Pin' }).click();
  await grid.getByRole('row', { name: /Nova/ }).click();
  await expect.poll(groups).toContain('Pinned');
  await open('second.ndjson', 'Mary', 'Ivo');
  await expect.poll(groups).toEqual([]);
});

test('an event of a file is compared with no event of the connected deployment', async () => {
  const row = auditRow(1, { clerk_user_id: 'user_2ada' });
  const file = new File([ndjsonOf([recordOf(makeDelivery({ row }), false)])], 'elsewhere.ndjson');
  await openNewest();
  await inspector.getByRole('tab', { name: 'Diff' }).click();
  const group = () => inspector.element().querySelector('optgroup[label="Events of this user"]');
  await expect.poll(group).not.toBeNull();
  await userEvent.upload(page.getByLabelText('File to import'), file);
  await expect.element(page.getByText(/elsewhere\.ndjson: 1 delivery/)).toBeVisible();
  await grid.getByRole('row', { name: /user.updated/ }).click();
  await expect.element(inspector).toMatchTextContent(/Nothing to compare with yet/);
  await expect.element(inspector.getByRole('button', { name: 'Pin' })).toBeVisible();
  expect(group()).toBeNull();
});
