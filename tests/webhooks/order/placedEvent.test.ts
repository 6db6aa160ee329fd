import { expect, test } from 'vitest';
import { placedEvent } from '../../../webhooks/order/subjects.ts';
import type { ReadBody } from '../../../webhooks/shared/clerkEvent.ts';

const tieOf = async (body: string) => {
  const ordered = { subject: 'user_2ada', deletes: false, times: null };
  const { tie } = await placedEvent(ordered, { body } as ReadBody);
  return tie;
};
const compact = '{"type":"user.updated","data":{"id":"user_2ada","age":36,"tags":["a",null]}}';

test('the tie of a body does not depend on the layout of its data and the order of its keys', async () => {
  const spaced = JSON.stringify(JSON.parse(compact), null, 2);
  expect(await tieOf(spaced)).toBe(await tieOf(compact));
  const reordered = '{"data":{"tags":["a",null],"age":36,"id":"user_2ada"},"type":"user.updated"}';
  expect(await tieOf(reordered)).toBe(await tieOf(compact));
});

test('a body with a number that is written differently has another tie', async () => {
  expect(await tieOf(compact.replace('36', '36.0'))).not.toBe(await tieOf(compact));
});
