import { expect, test } from 'vitest';
import { RowParts } from '../../../../extension/data/feed/rowParts.ts';
import { auditRow, changing } from '../../../fixtures/data/auditRow.ts';

test('rows with the same changes share them, and are otherwise as they came', () => {
  const parts = new RowParts();
  const rows = [
    auditRow(1, { event_id: 'msg_0', ...changing('email') }),
    auditRow(2, { event_type: 'user.deleted', ...changing('email') }),
    auditRow(3, changing('email', 'first_name')),
  ];
  const shared = rows.map((row) => parts.share(row));
  expect(shared).toEqual(rows);
  expect(shared[1]!.changes).toBe(shared[0]!.changes);
  expect(shared[2]!.changes).not.toBe(shared[0]!.changes);
});
