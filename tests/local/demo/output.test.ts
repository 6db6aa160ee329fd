import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { deliveryLine, portNote } from '../../../local/demo/output.ts';

const AT = new Date(2026, 0, 2, 3, 4, 5);

const delivery = {
  type: 'user.updated',
  who: 'Ada Amberly',
  attempt: 1,
  answer: { outcome: 'applied', reason: null, status: 200 },
  tookMs: 12.4,
};

test('a delivery is one line: time, event, user, outcome and duration', () => {
  expect(stripVTControlCharacters(deliveryLine(delivery, AT)).split(/ {2,}/)).toEqual([
    '03:04:05',
    'user.updated',
    'Ada Amberly',
    'applied',
    '12 ms',
  ]);
});

test('control characters in names, types and reasons are escaped, not sent to the terminal', () => {
  const answer = { outcome: 'stale', reason: 'line\nbreak', status: 200 };
  const hostile = { ...delivery, type: 'user\r.updated', who: 'Ada\u001b[2J\u202e', answer };
  const line = deliveryLine(hostile, AT);
  expect(line).toContain('user\\u000d.updated');
  expect(line).toContain('Ada\\u001b[2J\\u202e');
  expect(line).toContain('line\\u000abreak');
});

test('another port than usual is explained, and the usual one is not', () => {
  expect(portNote('http://127.0.0.1:3210', 3210)).toBe('');
  expect(portNote('http://127.0.0.1:41234', 3210)).toBe('; port 3210 is in use by another program');
});
