import { ConvexError } from 'convex/values';
import { describe, expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { checkArguments } from '../../../webhooks/access/checkArguments.ts';
import { refusalOf } from '../../behaviours/deployment.ts';
import { addOperator, startBackend } from '../../fixtures/deployments/backend.ts';

test.each([
  [{ before: null, limit: 256, text: 'Zoë 🙂' }],
  [{ after: -1n, before: 2n ** 63n - 1n }],
  [{ selection: { where: { outcome: 'failed' }, since: 0, until: Date.UTC(2100, 0) } }],
])('valid arguments pass: %o', (args) => {
  expect(() => checkArguments(args)).not.toThrow();
});

describe('an argument is refused as bad_request, by name', () => {
  test.each([
    [{ before: -(2n ** 63n) }, /^before is -9223372036854775808; there is no such position/],
    [{ cursor: 99_999_999_999_999_999_999n }, /^cursor is 99999999999999999999;/],
    [{ text: 'Ada \ud800' }, /^text is not well-formed Unicode/],
    [{ selection: { ids: ['ok', '\udfff'] } }, /^selection.ids is not well-formed Unicode/],
  ])('%o', (args, message) => {
    try {
      checkArguments(args);
    } catch (error) {
      expect(error).toBeInstanceOf(ConvexError);
      const { data } = error as ConvexError<{ code: string; message: string }>;
      expect(data).toEqual({ code: 'bad_request', message: expect.stringMatching(message) });
      return;
    }
    throw new Error('It passed.');
  });
});

test('operator functions check the key first, and then their arguments', async () => {
  const backend = startBackend();
  const { accessKey } = await addOperator(backend, 'viewer');
  const before = -(2n ** 63n);
  expect(
    await refusalOf(backend.query(api.webhookAudit.older, { accessKey, before })),
  ).toMatchObject({ code: 'bad_request' });
  const unknown = backend.query(api.webhookAudit.older, { accessKey: 'wdk_unknown', before });
  expect(await refusalOf(unknown)).toMatchObject({ code: 'key_refused' });
});
