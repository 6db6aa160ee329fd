import { describe, expect, test } from 'vitest';
import { EventLog } from '../../../../extension/data/feed/events.ts';
import { completionsAt } from '../../../../extension/timeline/filter/completion.ts';
import { seenValues } from '../../../../extension/timeline/filter/seenValues.ts';
import type { Id } from '../../../../convex/_generated/dataModel.js';
import type { AuditId } from '../../../../webhooks/shared/auditRow.ts';
import { auditRow, changing, rejection } from '../../../fixtures/data/auditRow.ts';

const log = new EventLog((callback) => callback());
log.append([
  auditRow(1, { event_type: 'user.created' }),
  auditRow(2),
  auditRow(3, {
    redispatch: {
      of: 'row1' as AuditId,
      by: 'QA laptop',
      edited: false,
      forced: false,
      batch: 'batch1' as Id<'webhookBatches'>,
    },
  }),
  auditRow(4, { clerk_user_id: 'user_2grace', user_label: 'Grace Hopper', ...changing('…3 more') }),
]);
const claimed = { type: 'user.updated', user_id: 'user_2mary', name: 'Mary Somerville' };
const seen = seenValues(log, [rejection(5, { count: 2, claimed })]);

/** The filters to which a text can be completed at its caret, written as |. */
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
    ['outcome:failed changed:|', ['outcome:failed changed:users.email ']],
    ['type:cr| text', ['type:user.created  text']],
    ['type:user.created|', []],
    ['nothing like it|', []],
    ['outcome:failed |', []],
    ['ba|', ['batch:']],
    ['batch:|', ['batch:batch1 ']],
    ['id:g_4|', ['id:msg_4 ']],
    ['before:|', ['before:10m ', 'before:1h ', 'before:today ', 'before:deploy ']],
    ['since:de|', ['since:deploy ']],
    ['is:op|', ['is:open ']],
  ])('of %j', (marked, options) => {
    expect(complete(marked)).toEqual(options);
  });

  test('offers every field in an empty filter', () => {
    expect(complete('|')).toContain('changed:');
  });

  test.each<[string, boolean]>([
    ['outc|', true],
    ['outcome:fa|', true],
    ['outcome:failed|', false],
    ['-outcome:fa|', true],
    ['type:user.up|', true],
    ['type:user.updated|', false],
    ['type:never.seen|', false],
    ['after:1|', true],
    ['after:10m|', false],
    ['user:gra|', false],
    ['ada|', false],
    ['outcome:failed |', false],
    ['colour:re|', true],
    ['colour:red |', false],
    ['14:0|', false],
    ['https://exa|', false],
  ])('of %j knows whether its last term is half typed: %j', (marked, isHalfTyped) => {
    const caret = marked.indexOf('|');
    expect(completionsAt(marked.replace('|', ''), caret, seen).isHalfTyped).toBe(isHalfTyped);
  });

  test('says what a value means and how many events have it', () => {
    const [failed] = completionsAt('outcome:app', 11, seen).options;
    expect(failed).toEqual({ text: 'outcome:applied ', hint: 'changed something', count: 4 });
  });

  test('names the person behind a user id', () => {
    expect(completionsAt('user:', 5, seen).options.map(({ hint }) => hint)).toEqual([
      'Ada Lovelace',
      'Grace Hopper',
      'Mary Somerville (claimed)',
    ]);
  });

  test('counts failures as events, and rejected requests', () => {
    const failing = new EventLog((callback) => callback());
    const failed = { outcome: 'failed', settled: false, event_id: 'msg_1' } as const;
    failing.append([auditRow(1, failed), auditRow(2, failed), auditRow(3, { event_id: 'msg_3' })]);
    const [open] = completionsAt('is:op', 5, seenValues(failing, [])).options;
    expect(open).toMatchObject({ text: 'is:open ', count: 1 });
    const [rejected] = completionsAt('outcome:rej', 11, seen).options;
    expect(rejected).toMatchObject({ text: 'outcome:rejected ', count: 2 });
  });
});
