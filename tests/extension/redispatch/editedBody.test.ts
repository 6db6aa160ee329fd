import { expect, test } from 'vitest';
import { MAX_BODY_BYTES } from '../../../convex/shared/bodySize.ts';
import { openEdit } from '../../../extension/redispatch/editedBody.ts';
import { NOON, userUpdated } from '../../fixtures/clerkEvents.ts';

const NOW = NOON + 60_000;
const original = JSON.stringify(userUpdated());

function edited(fields: object): string {
  return JSON.stringify(userUpdated({ ...fields }), null, 2);
}

test('the body as it was recorded, formatted, has no mistake and changes nothing', () => {
  const edit = openEdit(original);
  const { mistakes, blocked, changes } = edit.check(edit.formatted(), NOW);
  expect({ mistakes, blocked, changes: changes?.changes }).toEqual({
    mistakes: [],
    blocked: null,
    changes: 0,
  });
});

test('what is edited is listed, and its rows can be closed', () => {
  const edit = openEdit(original);
  const { changes } = edit.check(edited({ last_name: 'Byron' }), NOW);
  const names = changes!.rows.map(({ name }) => name);
  expect(changes!.changes).toBe(1);
  expect(names).toContain('last_name');
  const closed = edit.setOpen(0, false);
  expect(closed!.rows.map(({ name }) => name)).not.toContain('last_name');
});

test('a body that is no JSON is blocked by its line, and not compared', () => {
  const { blocked, changes } = openEdit(original).check('{\n  "type": nothing\n}', NOW);
  expect(blocked).toMatch(/^Line 2: Unexpected/);
  expect(changes).toBeNull();
});

test('a body over what a deployment takes is blocked, and nothing else is looked for in it', () => {
  const bio = 'x'.repeat(MAX_BODY_BYTES);
  const { mistakes, blocked, changes } = openEdit(original).check(edited({ bio }), NOW);
  expect(mistakes).toHaveLength(1);
  expect(blocked).toMatch(/over 512 KiB/);
  expect(changes).toBeNull();
});
