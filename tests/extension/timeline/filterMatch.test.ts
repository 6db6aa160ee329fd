import { describe, expect, test } from 'vitest';
import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import { compileFilter } from '../../../extension/timeline/filterMatch.ts';
import { parseFilter } from '../../../extension/timeline/filter.ts';
import type { TimelineItem } from '../../../extension/timeline/item.ts';
import { auditRow, NOON, rejection } from '../../fixtures/auditRow.ts';

const items: Record<string, TimelineItem> = {
  ada: auditRow(0),
  failed: auditRow(1_000, { outcome: 'failed', changed: [], reason: 'The workspace is missing.' }),
  grace: auditRow(2_000, {
    event_type: 'user.created',
    clerk_user_id: 'user_2grace',
    user_label: 'Grace Hopper',
    changed: ['email', 'last_name'],
  }),
  again: auditRow(3_000, {
    svix_id: 'redispatch_row1000',
    source: 'redispatch',
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
    changed: [],
  }),
  refused: rejection(5_000),
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
    ['-type:user.*', ['session', 'refused']],
    ['outcome:failed', ['failed']],
    ['outcome:FAILED outcome:rejected', ['failed', 'refused']],
    ['outcome:failed type:user.created', []],
    ['batch:batch_1', ['again']],
    ['batch:batch_2', []],
    ['user:user_2grace', ['grace']],
    ['user:love', ['ada', 'failed', 'again']],
    ['user:user_2', []],
    ['changed:last_name', ['grace']],
    ['-changed:email', ['failed', 'session', 'refused']],
    ['source:redispatch', ['again']],
    ['source:clerk', ['ada', 'failed', 'grace', 'session', 'refused']],
    ['id:msg_0', ['ada']],
    ['id:row1000', ['failed']],
    ['after:4s', ['grace', 'again', 'session', 'refused']],
    ['before:4s', ['ada', 'failed']],
    ['after:4s before:2s', ['grace', 'again']],
    ['after:nonsense', Object.keys(items)],
    ['workspace', ['failed']],
    ['"QA laptop"', ['again']],
    ['THE FIX', ['again']],
    ['signature', ['refused']],
    ['-hopper outcome:applied', ['ada', 'again']],
  ])('%j', (filter, names) => {
    expect(matching(filter)).toEqual(names);
  });
});
