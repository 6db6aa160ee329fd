import { describe, expect, test } from 'vitest';
import { EventLog } from '../../../extension/data/events.ts';
import { completionsAt, seenValues } from '../../../extension/timeline/filterCompletion.ts';
import type { Id } from '../../../convex/_generated/dataModel.js';
import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import { auditRow } from '../../fixtures/auditRow.ts';

const log = new EventLog((callback) => callback());
log.append([
  auditRow(1, { event_type: 'user.created' }),
  auditRow(2),
  auditRow(3, {
    redispatch: {
      of: 'row1' as AuditRow['_id'],
      by: 'QA laptop',
      edited: false,
      forced: false,
      batch: 'batch1' as Id<'redispatchBatches'>,
    },
  }),
  auditRow(4, { clerk_user_id: 'user_2grace', user_label: 'Grace Hopper', changed: [] }),
]);
const seen = seenValues(log);

/** The filters that a caret, written as |, may be completed to. */
function complete(marked: string): string[] {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, options } = completionsAt(text, caret, seen);
  return options.map((option) => text.slice(0, from) + option.text + text.slice(to));
}

describe('completion', () => {
  test.each<[string, string[]]>([
    ['ty|', ['type:']],
    ['-ou|', ['-outcome:']],
    ['type:|', ['type:user.updated ', 'type:user.created ']],
    ['type:cre|', ['type:user.created ']],
    ['-type:cre|', ['-type:user.created ']],
    ['outcome:fa|', ['outcome:failed ']],
    ['user:grace|', ['user:user_2grace ']],
    ['outcome:failed changed:|', ['outcome:failed changed:email ']],
    ['type:cr| text', ['type:user.created  text']],
    ['type:user.created|', []],
    ['nothing like it|', []],
    ['outcome:failed |', []],
    ['ba|', ['batch:']],
    ['batch:|', ['batch:batch1 ']],
    ['id:g_4|', ['id:msg_4 ']],
    ['before:|', ['before:5m ', 'before:1h ', 'before:1d ']],
  ])('of %j', (marked, options) => {
    expect(complete(marked)).toEqual(options);
  });

  test('offers every field in an empty filter', () => {
    expect(complete('|')).toContain('changed:');
  });

  test('names the person behind a user id', () => {
    expect(completionsAt('user:', 5, seen).options.map(({ hint }) => hint)).toEqual([
      'Ada Lovelace',
      'Grace Hopper',
    ]);
  });
});
