import fc from 'fast-check';
import type { Delivery } from '../../../webhooks/shared/delivery.ts';
import type { DocumentChange } from '../../../webhooks/shared/documentChange.ts';
import { OUTCOMES } from '../../../webhooks/shared/outcome.ts';
import { changing } from '../../fixtures/data/auditRow.ts';

type AuditId = Delivery['row']['_id'];

const ada = { clerk_id: 'user_ada', email: 'ada@example.com', first_name: 'Ada' };

/** A write that changed fields of that person's row. */
export function userChange(fields: Record<string, unknown>): DocumentChange {
  return {
    table: 'users',
    document: 'users_ada',
    kind: 'update',
    before: JSON.stringify(ada),
    after: JSON.stringify({ ...ada, ...fields }),
    fields: Object.keys(fields),
  };
}

/** A delivery of an invented person. */
export function makeDelivery(over: Partial<Delivery> = {}): Delivery {
  return {
    row: {
      _id: 'audit_1' as AuditId,
      seq: 1_763_838_000_000_000_001n,
      source: 'clerk',
      svix_id: 'msg_1',
      event_id: 'msg_1',
      attempt: 1,
      event_type: 'user.updated',
      clerk_user_id: 'user_ada',
      user_label: 'Ada Lovelace',
      occurred_at: 1_763_838_000_000,
      received_at: 1_763_838_000_250,
      outcome: 'applied',
      settled: true,
      ...changing('email'),
      payload_bytes: 120,
    },
    body: JSON.stringify({
      type: 'user.updated',
      object: 'event',
      timestamp: 1_763_838_000_000,
      data: { id: 'user_ada', object: 'user', first_name: 'Ada', updated_at: 1_763_837_999_900 },
    }),
    headers: [{ name: 'svix-id', value: 'msg_1' }],
    writes: [userChange({ email: 'ada@new.example.com' })],
    scheduled: [],
    attempted: [],
    error: null,
    previous: null,
    ...over,
  };
}

/** Any text that a stored payload can hold, the hostile ones often. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed()),
  fc.constantFrom(
    '<img src=x onerror=alert(1)>',
    'javascript:alert(1)',
    '\u202Egnp.exe\u200B',
    '\u2028\u2029\r\n\n{"format":"webhook-devtools/1"}\n',
    '{"__proto__":{"admin":true}}',
    '['.repeat(20_000),
  ),
);

/** Deliveries with arbitrary text in every free text field. */
export const anyDelivery: fc.Arbitrary<Delivery> = fc
  .record({
    seq: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
    outcome: fc.constantFrom(...OUTCOMES),
    user_label: text,
    reason: text,
    note: text,
    body: text,
    header: text,
    error: fc.option(text),
    value: text,
  })
  .map((any) => {
    const { row } = makeDelivery();
    const redispatch = {
      of: row._id,
      by: 'QA laptop',
      edited: true,
      forced: false,
      note: any.note,
    };
    return makeDelivery({
      row: { ...row, seq: any.seq, outcome: any.outcome, user_label: any.user_label, redispatch },
      body: any.body,
      headers: [{ name: 'x-any', value: any.header }],
      writes: [userChange({ first_name: any.value })],
      error: any.error,
    });
  });
