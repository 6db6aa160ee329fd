import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { openPanel, shownRows } from '../../fixtures/browser/panel.tsx';
import { form } from '../../fixtures/browser/connectForm.ts';
import { recordOf } from '../../../extension/transfer/deliveryRecord.ts';
import { ndjsonOf } from '../../../extension/transfer/ndjson.ts';
import { auditRow } from '../../fixtures/data/auditRow.ts';
import { makeDelivery } from '../transfer/delivery.ts';

const grid = page.getByRole('grid', { name: 'Webhook events' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });

test('sample data shows each outcome without a deployment, every tab opens, and nothing can be sent', async () => {
  await openPanel([]);
  await page.getByRole('button', { name: 'Sample data' }).click();
  await expect.element(page.getByText(/Sample data: 11 deliveries/)).toBeVisible();
  for (const outcome of ['applied', 'unchanged', 'duplicate', 'stale', 'ignored', 'failed']) {
    await expect
      .element(page.getByRole('button', { name: new RegExp(`^${outcome}`) }))
      .toBeVisible();
  }
  await page.getByRole('textbox', { name: 'Filter events' }).fill('type:user.deleted');
  await grid.getByRole('row', { name: /user.deleted/ }).click();
  await expect
    .element(page.getByRole('button', { name: 'Re-dispatch', exact: true }))
    .toBeDisabled();
  for (const name of ['Overview', 'Change', 'Payload', 'Diff', 'Headers', 'Attempts', 'User']) {
    await inspector.getByRole('tab', { name, exact: true }).click();
    await expect
      .element(inspector.getByText(/^(Loading|Reading|Comparing)/))
      .not.toBeInTheDocument();
  }
  await expect.element(inspector.getByText('From the file.')).toBeVisible();
  await expectAccessibleInBothThemes();
  await page.getByRole('button', { name: 'Connect to a deployment' }).click();
  await expect.element(form).toBeVisible();
});

test('a file opens without a deployment, and a file without deliveries is refused with the reason', async () => {
  const text = ndjsonOf([recordOf(makeDelivery({ row: auditRow(1) }), false)]);
  await openPanel([]);
  const input = page.getByLabelText('File to import');
  await userEvent.upload(input, new File(['{}'], 'other.ndjson'));
  await expect.element(page.getByRole('alert')).toMatchTextContent(/no delivery in other.ndjson/);
  await userEvent.upload(input, new File([text], 'from-qa.ndjson'));
  await expect.poll(() => shownRows()).toEqual([expect.stringContaining('user.updated')]);
});
