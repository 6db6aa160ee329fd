import { expect, test } from 'vitest';
import { parseLine } from '../../../extension/transfer/ndjson.ts';

/** A record as version 1 wrote it. */
const record = {
  format: 'webhook-devtools/1',
  masked: false,
  row: {
    _id: 'audit_1',
    seq: '1763838000000000001',
    svix_id: 'msg_1',
    attempt: 1,
    event_type: 'user.updated',
    clerk_user_id: 'user_ada',
    user_label: 'Ada Lovelace',
    occurred_at: 1_763_838_000_000,
    received_at: 1_763_838_000_250,
    outcome: 'applied',
    changed: ['email'],
    payload_bytes: 120,
    source: 'clerk',
  },
  body: '{}',
  headers: [],
  before: { email: 'ada@example.com', clerk_id: 'user_ada' },
  after: { email: 'ada@new.example.com', clerk_id: 'user_ada' },
  error: null,
};

const read = (value: object) => parseLine(JSON.stringify(value), 1);

test('a record of version 1 opens with its users row as the one document that it wrote', () => {
  expect(read(record)).toMatchObject({
    record: {
      format: 'webhook-devtools/2',
      row: {
        event_id: 'msg_1',
        settled: true,
        changes: [{ table: 'users', kind: 'update', fields: ['email'] }],
        writes: 1,
      },
      writes: [
        {
          table: 'users',
          document: 'user_ada',
          kind: 'update',
          before: '{"clerk_id":"user_ada","email":"ada@example.com"}',
          after: '{"clerk_id":"user_ada","email":"ada@new.example.com"}',
          fields: ['email'],
        },
      ],
    },
  });
});

test.each([
  ['a create', { before: null }, 'insert'],
  ['a delete', { after: null }, 'delete'],
])('%s of version 1 has only one side', (_, sides, kind) => {
  expect(read({ ...record, ...sides })).toMatchObject({ record: { writes: [{ kind }] } });
});

test('a broken record of version 1 names its mistake', () => {
  expect(read({ ...record, before: 'gone' })).toEqual({
    mistake: { line: 1, message: 'This is not a delivery: before is not an object.' },
  });
});
