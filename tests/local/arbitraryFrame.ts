/** Frames that a client of the sync protocol might send, valid or not. */
import fc from 'fast-check';

const small = fc.nat(4);
export const path = fc.constantFrom(
  'counters:get',
  'counters:increment',
  'messages:relay',
  'messages:channels',
  '_system/cli/tables',
  'x',
  '',
  ':::',
  '__proto__',
);
export const args = fc.oneof(
  fc.constant([{ name: 'fuzz' }]),
  fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 2 }) as fc.Arbitrary<unknown>,
  fc.constant([{ $integer: 'x' }]),
  fc.constant([{ name: { $bytes: 7 } }]),
);
const timestamp = fc.oneof(fc.base64String({ maxLength: 16 }), fc.constant('AAAAAAAAAAA='));
const modification = fc.record(
  {
    type: fc.constantFrom('Add', 'Remove', 'Change'),
    queryId: fc.oneof(small, fc.integer()),
    udfPath: path,
    args,
    journal: fc.option(fc.string()),
  },
  { requiredKeys: ['type'] },
);

/** Messages of the protocol's shapes, with fields missing, wrong or out of order. */
const message = fc.oneof(
  fc.record(
    {
      type: fc.constant('Connect'),
      sessionId: fc.string(),
      maxObservedTimestamp: timestamp,
      connectionCount: fc.anything(),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    {
      type: fc.constant('ModifyQuerySet'),
      baseVersion: small,
      newVersion: small,
      modifications: fc.array(modification, { maxLength: 4 }),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    {
      type: fc.constant('Authenticate'),
      baseVersion: small,
      tokenType: fc.constantFrom('Admin', 'User', 'None', 'Other'),
      value: fc.string(),
      impersonating: fc.jsonValue(),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    { type: fc.constantFrom('Mutation', 'Action'), requestId: small, udfPath: path, args },
    { requiredKeys: ['type'] },
  ),
  fc.record({ type: fc.constant('Event'), eventType: fc.string(), event: fc.jsonValue() }),
  fc.jsonValue(),
);

/** Frames cut short, repeated, or not text at all. */
export const frame: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  { weight: 12, arbitrary: message.map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(message, fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([value, part]) => [JSON.stringify(value), part] as const)
      .map(([text, part]) => text.slice(0, text.length * part)),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.uint8Array() },
  { weight: 1, arbitrary: fc.nat(3000).map((depth) => '['.repeat(depth) + ']'.repeat(depth)) },
);
