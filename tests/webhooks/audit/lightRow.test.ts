import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lightRow, MAX_ROW_BYTES } from '../../../webhooks/audit/lightRow.ts';
import { auditRow } from '../../fixtures/data/auditRow.ts';

const ID = '_id'.padEnd(32, 'x');
const { seq: _seq, _id, ...ROW } = auditRow(1);
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

test('a row of a usual size is not changed', () => {
  const row = {
    ...ROW,
    reason: 'Your handler threw an error.',
    payload_changed: ['email', 'name'],
  };
  expect(lightRow(row)).toEqual({ ...row, error_line: undefined });
});

test('any row fits into 1.5 KB once its ids and types are bounded', () => {
  const text = (maxLength: number) => fc.string({ unit: 'grapheme', maxLength });
  const row = fc.record({
    user_label: text(100),
    reason: text(300),
    error_line: text(256),
    payload_changed: fc.array(text(64), { maxLength: 20 }),
    changes: fc.array(
      fc.record({
        table: text(64),
        kind: fc.constant('update' as const),
        fields: fc.array(text(64), { maxLength: 100 }),
      }),
      { maxLength: 30 },
    ),
  });
  const id = 'x'.repeat(100);
  fc.assert(
    fc.property(row, (fields) => {
      const light = lightRow({
        ...ROW,
        ...fields,
        svix_id: 'x'.repeat(256),
        event_id: 'x'.repeat(273),
        event_type: id,
        subject: id,
        clerk_user_id: id,
      });
      const stored = { ...light, _id: ID, seq: '1'.repeat(19) };
      expect(bytesOf(stored)).toBeLessThanOrEqual(MAX_ROW_BYTES);
      expect(light.error_line?.isWellFormed() ?? true).toBe(true);
    }),
  );
});

test('descriptive fields of a row are cut before its ids, the least important first', () => {
  const changes = [{ table: 'users', kind: 'update' as const, fields: ['email'] }];
  const light = lightRow({
    ...ROW,
    svix_id: 'x'.repeat(900),
    reason: 'Your handler threw an error.',
    error_line: 'e'.repeat(256),
    changes,
    payload_changed: ['email'],
  });
  expect(light.reason).toBe('Your handler threw an error.');
  expect(light.error_line).toMatch(/^e+…$/);
  expect(light).toMatchObject({ changes: [], payload_changed: undefined });
});

test('the row says that names of changed fields are missing if they do not fit', () => {
  const names = Array.from({ length: 20 }, (_, n) => `${n}`.padEnd(64, 'f'));
  const { payload_changed } = lightRow({ ...ROW, payload_changed: names });
  expect(payload_changed?.slice(0, -1)).toEqual(names.slice(0, payload_changed!.length - 1));
  expect(payload_changed?.at(-1)).toBe('…');
});

test('a note is not cut', () => {
  const redispatch = {
    of: _id,
    by: 'QA laptop',
    edited: false,
    forced: false,
    note: 'n'.repeat(500),
  };
  expect(lightRow({ ...ROW, redispatch }).redispatch).toEqual(redispatch);
});
