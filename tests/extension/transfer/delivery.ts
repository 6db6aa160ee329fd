import fc from 'fast-check';
import type { Delivery } from '../../../convex/shared/delivery.ts';
import { OUTCOMES } from '../../../convex/shared/outcome.ts';

type AuditId = Delivery['row']['_id'];

/** A delivery of an invented person. */
export function makeDelivery(over: Partial<Delivery> = {}): Delivery {
  const user = { clerk_id: 'user_ada', email: 'ada@example.com', first_name: 'Ada' };
  return {
    row: {
      _id: 'audit_1' as AuditId,
      seq: 1_763_838_000_000_000_001n,
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
    body: JSON.stringify({
      type: 'user.updated',
      object: 'event',
      timestamp: 1_763_838_000_000,
      data: { id: 'user_ada', object: 'user', first_name: 'Ada', updated_at: 1_763_837_999_900 },
    }),
    headers: [{ name: 'svix-id', value: 'msg_1' }],
    before: user,
    after: { ...user, email: 'ada@new.example.com' },
    error: null,
    attempts: [],
    previous: null,
    redispatches: [],
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

/** Deliveries with any text wherever a text is free. */
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
    const { row, after } = makeDelivery();
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
      after: { ...after, first_name: any.value },
      error: any.error,
    });
  });
