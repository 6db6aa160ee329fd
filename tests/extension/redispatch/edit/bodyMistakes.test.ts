import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyMistakes } from '../../../../extension/redispatch/edit/bodyMistakes.ts';

const NOW = 1_763_838_000_000;

function body(data: object = {}, envelope: object = {}): string {
  return JSON.stringify({
    type: 'user.updated',
    object: 'event',
    timestamp: NOW - 500,
    data: {
      id: 'user_ada',
      object: 'user',
      first_name: 'Ada',
      primary_email_address_id: 'idn_1',
      email_addresses: [{ id: 'idn_1', email_address: 'ada@example.com' }],
      updated_at: NOW - 1_000,
      ...data,
    },
    ...envelope,
  });
}

test('a recorded body has no mistakes', () => {
  expect(bodyMistakes(body(), body(), NOW)).toEqual([]);
});

test.each([
  ['broken JSON', '{"type":}', '}', 'error'],
  ['no object', '[1]', '[1]', 'error'],
  ['no type', body({}, { type: 7 }), '7', 'error'],
  ['data that is text', body({}, { data: 'none' }), '"none"', 'error'],
  ['another kind of object', body({}, { type: 'session.created' }), '"session.created"', 'error'],
  ['another object', body({ object: 'session' }), '"session"', 'error'],
  [
    'an envelope time too far ahead',
    body({}, { timestamp: NOW + 300_001 }),
    String(NOW + 300_001),
    'error',
  ],
  ['a time too far ahead', body({ updated_at: NOW + 300_001 }), String(NOW + 300_001), 'error'],
  ['a time as text', body({ updated_at: 'today' }), '"today"', 'warning'],
  ['another user', body({ id: 'user_eve' }), '"user_eve"', 'warning'],
  ['a name that is a number', body({ first_name: 5 }), '5', 'warning'],
  ['addresses that are text', body({ email_addresses: 'none' }), '"none"', 'warning'],
  ['an unknown primary', body({ primary_email_address_id: 'idn_2' }), '"idn_2"', 'warning'],
])('%s is marked where it is', (_, text, marked, severity) => {
  const [mistake] = bodyMistakes(text, body(), NOW);
  expect(mistake).toMatchObject({ severity });
  expect(text.slice(mistake!.from, mistake!.to)).toBe(marked);
});

test.each([
  ['exactly 5 minutes ahead', body({ updated_at: NOW + 300_000 })],
  ['no e-mail', body({ primary_email_address_id: null, email_addresses: [] })],
  ['null names', body({ first_name: null, username: null })],
  ['another type of the same kind', body({}, { type: 'user.created' })],
])('%s is not a mistake', (_, text) => {
  expect(bodyMistakes(text, body(), NOW)).toEqual([]);
});

test.each([
  ['about another user', body({ id: 'user_eve' }), '"user_eve"'],
  ['that becomes a delete', body({}, { type: 'user.deleted' }), '"user.deleted"'],
])('a body %s needs force, and says so where it is', (_, text, marked) => {
  const forced = bodyMistakes(text, body(), NOW).filter(({ code }) => code === 'needs_force');
  expect(forced).toMatchObject([{ severity: 'warning' }]);
  expect(text.slice(forced[0]!.from, forced[0]!.to)).toBe(marked);
});

test('a missing id is marked at the `data` object', () => {
  const text = body({ id: undefined });
  const mistakes = bodyMistakes(text, body(), NOW);
  expect(mistakes.map(({ message }) => message)).toContain(
    'Without a user id the event is ignored.',
  );
  expect(text.slice(mistakes[0]!.from, mistakes[0]!.to)).toMatch(/^\{"object"/);
});

test('each address without an email is marked', () => {
  const text = body({
    email_addresses: [{ id: 'idn_1', email_address: 'ada@example.com' }, { id: 'idn_2' }, 3],
  });
  const marked = bodyMistakes(text, body(), NOW).map(({ from, to }) => text.slice(from, to));
  expect(marked).toEqual(['{"id":"idn_2"}', '3']);
});

test('mistakes lie within the text, in order, and broken JSON always has one', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.json().map((s) => s.slice(0, -1)),
      ),
      (text) => {
        const mistakes = bodyMistakes(text, body(), NOW);
        const isJson = (() => {
          try {
            JSON.parse(text);
            return true;
          } catch {
            return false;
          }
        })();
        if (!isJson) expect(mistakes).toHaveLength(1);
        for (const { from, to } of mistakes) {
          expect(0 <= from && from <= to && to <= text.length).toBe(true);
        }
        expect(mistakes.map(({ from }) => from)).toEqual(
          mistakes.map(({ from }) => from).toSorted((a, b) => a - b),
        );
      },
    ),
  );
});
