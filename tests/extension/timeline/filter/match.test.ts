import { describe, expect, test } from 'vitest';
import type { AuditRow } from '../../../../webhooks/shared/auditRow.ts';
import { compileFilter } from '../../../../extension/timeline/filter/match.ts';
import { parseFilter } from '../../../../extension/timeline/filter/filter.ts';
import type { TimelineItem } from '../../../../extension/event/item.ts';
import { auditRow, changing, NOON, rejection } from '../../../fixtures/data/auditRow.ts';

const items: Record<string, TimelineItem> = {
  ada: auditRow(0),
  failed: auditRow(1_000, {
    outcome: 'failed',
    ...changing(),
    reason: 'The workspace is missing.',
  }),
  grace: auditRow(2_000, {
    event_type: 'user.created',
    clerk_user_id: 'user_2grace',
    user_label: 'Grace Hopper',
    ...changing('email', 'last_name'),
  }),
  again: auditRow(3_000, {
    svix_id: 'redispatch_row1000',
    redispatch: {
      of: auditRow(1_000)._id,
      by: 'QA laptop',
      edited: false,
      forced: true,
      note: 'after the fix',
      batch: 'batch_1' as NonNullable<AuditRow['redispatch']>['batch'],
    },
  }),
  session: auditRow(4_000, {
    event_type: 'session.created',
    clerk_user_id: undefined,
    user_label: undefined,
    outcome: 'ignored',
    ...changing(),
  }),
  rejected: rejection(5_000),
};

function matching(filter: string): string[] {
  const matches = compileFilter(parseFilter(filter), NOON + 6_000);
  return Object.keys(items).filter((name) => matches(items[name]!));
}

describe('a filter lets through', () => {
  test.each<[string, string[]]>([
    ['', Object.keys(items)],
    ['type:user.updated', ['ada', 'failed', 'again']],
    ['type:user.*', ['ada', 'failed', 'grace', 'again']],
    ['-type:user.*', ['session', 'rejected']],
    ['outcome:failed', ['failed']],
    ['outcome:FAILED outcome:rejected', ['failed', 'rejected']],
    ['outcome:failed type:user.created', []],
    ['batch:batch_1', ['again']],
    ['batch:batch_2', []],
    ['user:user_2grace', ['grace']],
    ['user:love', ['ada', 'failed', 'again']],
    ['user:user_2', []],
    ['user:"grace hopper"', ['grace']],
    ['user:"hop grace"', ['grace']],
    ['user:"ada hopper"', []],
    ['changed:last_name', ['grace']],
    ['changed:users.last_name', ['grace']],
    ['changed:orders.last_name', []],
    ['table:users', ['ada', 'grace', 'again']],
    ['table:orders', []],
    ['-changed:email', ['failed', 'session', 'rejected']],
    ['source:redispatch', ['again']],
    ['source:clerk', ['ada', 'failed', 'grace', 'session', 'rejected']],
    ['id:msg_0', ['ada']],
    ['id:row1000', ['failed']],
    ['after:4s', ['grace', 'again', 'session', 'rejected']],
    ['before:4s', ['ada', 'failed']],
    ['after:4s before:2s', ['grace', 'again']],
    ['after:nonsense', Object.keys(items)],
    ['workspace', ['failed']],
    ['"QA laptop"', ['again']],
    ['THE FIX', ['again']],
    ['signature', ['rejected']],
    ['-hopper outcome:applied', ['ada', 'again']],
  ])('%j', (filter, names) => {
    expect(matching(filter)).toEqual(names);
  });
});
