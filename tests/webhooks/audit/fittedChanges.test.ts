import { expect, test } from 'vitest';
import { fittedChanges } from '../../../webhooks/audit/fittedChanges.ts';

const update = (fields: string[]) => ({ table: 'users', kind: 'update' as const, fields });
const names = (count: number) => Array.from({ length: count }, (_, n) => `field_${100 + n}`);

test('fields that fit are all named', () => {
  expect(fittedChanges([update(names(50))])).toEqual([update(names(50))]);
});

test('if there are more fields than fit, the number of unnamed fields is given', () => {
  const [change] = fittedChanges([update(names(200))]);
  const named = change!.fields.slice(0, -1);
  expect(named).toEqual(names(200).slice(0, named.length));
  expect(named.length).toBeGreaterThan(50);
  expect(change!.fields.at(-1)).toBe(`…${200 - named.length} more`);
});

test('a field that does not fit is counted', () => {
  expect(fittedChanges([update(['x'.repeat(2000)])])).toEqual([update(['…1 more'])]);
});

test('at most 20 changes are kept, in at most 1 KB', () => {
  expect(fittedChanges(Array.from({ length: 30 }, () => update(['a'])))).toHaveLength(20);
  const wide = fittedChanges(Array.from({ length: 20 }, () => update(names(200))));
  expect(new TextEncoder().encode(JSON.stringify(wide)).length).toBeLessThanOrEqual(1024);
});
