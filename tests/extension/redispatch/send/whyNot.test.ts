import { expect, test } from 'vitest';
import { importedId } from '../../../../extension/data/imported.ts';
import { whyNotRedispatch } from '../../../../extension/redispatch/send/whyNot.ts';
import { makeDelivery } from '../../transfer/delivery.ts';

const { row } = makeDelivery();
const live = { kind: 'live' } as const;

test.each([
  ['a viewer', 'viewer', live, row, /read-only/],
  ['a delivery of a file', 'redispatcher', live, { _id: importedId(0) }, /file/],
  ['no connection yet', 'redispatcher', { kind: 'connecting' } as const, row, /Not connected/],
  [
    'a lost connection',
    'redispatcher',
    { kind: 'offline', since: 1 } as const,
    row,
    /Not connected/,
  ],
] as const)('%s is a reason not to send a delivery', (_, role, socket, which, reason) => {
  expect(whyNotRedispatch(role, socket, which)).toMatch(reason);
});

test('a deleted payload is a reason not to send a delivery', () => {
  expect(whyNotRedispatch('redispatcher', live, row, false)).toMatch(/no longer kept/);
});

test('a connected redispatcher has no reason not to send', () => {
  expect(whyNotRedispatch('redispatcher', live, row)).toBeNull();
  expect(whyNotRedispatch('redispatcher', live, null)).toBeNull();
});
