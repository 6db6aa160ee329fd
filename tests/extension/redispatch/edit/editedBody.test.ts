import { expect, test } from 'vitest';
import { MAX_BODY_BYTES } from '../../../../webhooks/shared/bodySize.ts';
import { openEdit } from '../../../../extension/redispatch/edit/editedBody.ts';
import { NOON, userUpdated } from '../../../fixtures/data/clerkEvents.ts';

const NOW = NOON + 60_000;
const original = JSON.stringify(userUpdated());

function edited(fields: object): string {
  return JSON.stringify(userUpdated({ ...fields }), null, 2);
}

test('the recorded body, formatted, has no mistake and no difference', () => {
  const edit = openEdit(original);
  const { mistakes, blocked, changes } = edit.check(edit.formatted(), NOW);
  expect({ mistakes, blocked, changes: changes?.changes }).toEqual({
    mistakes: [],
    blocked: null,
    changes: 0,
  });
});

test.each([
  ['1610521604143693812', '1610521604143693813'],
  ['1', '1.0'],
  ['100', '1e2'],
])('%s edited to %s is a change', (before, after) => {
  const body = (number: string) => original.replace('"data":{', `"data":{"number":${number},`);
  const { changes } = openEdit(body(before)).check(body(after), NOW);
  expect(changes!.changes).toBe(1);
});

test('edits are listed, and the rows of the list can be closed', () => {
  const edit = openEdit(original);
  const { changes } = edit.check(edited({ last_name: 'Byron' }), NOW);
  const names = changes!.rows.map(({ name }) => name);
  expect(changes!.changes).toBe(1);
  expect(names).toContain('last_name');
  const closed = edit.setOpen(0, false);
  expect(closed!.rows.map(({ name }) => name)).not.toContain('last_name');
});

test('a body that is not JSON is refused with its line, and not compared', () => {
  const { blocked, changes } = openEdit(original).check('{\n  "type": nothing\n}', NOW);
  expect(blocked).toMatch(/^Line 2: Unexpected/);
  expect(changes).toBeNull();
});

test('a body over the size limit is refused, and checked for nothing else', () => {
  const bio = 'x'.repeat(MAX_BODY_BYTES);
  const { mistakes, blocked, changes } = openEdit(original).check(edited({ bio }), NOW);
  expect(mistakes).toHaveLength(1);
  expect(blocked).toMatch(/over 512 KiB/);
  expect(changes).toBeNull();
});
