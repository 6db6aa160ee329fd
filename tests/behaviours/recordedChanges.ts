/** The changes of a handler that finishes are recorded. */
import { describe, expect, test } from 'vitest';
import type { Effects } from '../../webhooks/record/effects.ts';
import type { StartApp } from '../webhooks/record/app.ts';
import type { Form, Step } from '../webhooks/record/functions/steps.ts';
import {
  call,
  callAndCatch,
  increase,
  insert,
  inShort,
  on,
  patch,
  remove,
} from '../webhooks/record/scripts.ts';

/** In an hour, milliseconds since 1970. */
const LATER = Date.now() + 3_600_000;

export function testRecordedChanges(startApp: StartApp): void {
  /** The effects of an event, after what was there before. */
  async function effectsOf(before: Step[], steps: Step[]): Promise<Effects> {
    const app = await startApp();
    if (before.length > 0) await app.seed(before);
    const { run } = await app.receive(steps);
    expect(run).toMatchObject({ kind: 'finished', ignored: false });
    expect(await app.dump()).toMatchObject({ webhookRuns: [], webhookEffects: [] });
    return run.effects;
  }

  const twice: Step = { do: 'together', steps: [patch({ n: 2 }), patch({ tag: 'x' })] };
  const replace: Step = { do: 'replace', ...on, fields: { tag: 'x' } };
  const unset: Step = { do: 'unset', ...on, field: 'n' };

  test.each<[string, Step[], Step[], string[]]>([
    ['an insert', [], [insert], ['insert things label n']],
    ['a patch', [insert], [patch({ n: 2 })], ['update things n']],
    ['a field that is removed', [insert], [unset], ['update things n']],
    ['a replacement', [insert], [replace], ['update things n tag']],
    ['a delete', [insert], [remove], ['delete things label n']],
    ['a write of equal values', [insert], [patch({ n: 1 })], []],
    ['an insert and its delete', [], [insert, remove], []],
    ['an insert and its patch', [], [insert, increase], ['insert things label n']],
    ['a patch and a delete', [insert], [increase, remove], ['delete things label n']],
    ['two patches of one document', [insert], [increase, increase], ['update things n']],
    ['two patches at a time', [insert], [twice], ['update things n tag']],
    ['a patch that is reverted', [insert], [increase, patch({ n: 1 })], []],
    ['a recorded function', [insert], [call('doRecorded', increase)], ['update things n']],
    [
      'a function without validators',
      [insert],
      [call('doByFunction', increase)],
      ['update things n'],
    ],
    ['a customized function', [insert], [call('doCustomized', increase)], ['update things n']],
    [
      'a function recorded twice over',
      [insert],
      [call('doTwiceRecorded', increase)],
      ['update things n'],
    ],
    [
      'a recorded function below an unrecorded one',
      [insert],
      [call('doUnrecorded', call('doRecorded', increase))],
      ['update things n'],
    ],
    [
      'a write that is not awaited',
      [],
      [call('doRecorded', { do: 'withoutAwait', steps: [insert] })],
      ['insert things label n'],
    ],
  ])('%s is recorded by its end result', async (_, before, steps, expected) => {
    const effects = await effectsOf(before, steps);
    expect(inShort(effects)).toEqual(expected);
    expect(effects).toMatchObject({ writes: expected.length, unseen: 0, scheduled: [] });
  });

  test.each<Form>(['id', 'table and id', 'table object'])(
    'a document is recorded when it is written by %s',
    async (form) => {
      const other = { table: 'others', label: 'b', form } as const;
      const effects = await effectsOf(
        [insert, { do: 'insert', ...other }],
        [
          { do: 'insert', table: 'others', label: 'new', form },
          { do: 'patch', ...on, form, fields: { n: 2 } },
          { do: 'replace', ...on, form, fields: { n: 3 } },
          { do: 'delete', ...other },
        ],
      );
      expect(inShort(effects)).toEqual([
        'insert others label',
        'update things n',
        'delete others label',
      ]);
    },
  );

  test('both sides of a change are the whole document, as JSON with sorted keys', async () => {
    const app = await startApp();
    await app.seed([{ do: 'insert', ...on, fields: { tag: null, value: { b: 1, a: [2] } } }]);
    const before = (await app.dump()).things[0]!;
    const { run } = await app.receive([patch({ n: 2 })]);
    const { _id, _creationTime } = before;
    const kept = { tag: null, value: { a: [2], b: 1 } };
    expect(run.effects.changes).toEqual([
      {
        table: 'things',
        document: _id,
        kind: 'update',
        before: JSON.stringify({ _creationTime, _id, label: 'a', ...kept }),
        after: JSON.stringify({ _creationTime, _id, label: 'a', n: 2, ...kept }),
        fields: ['n'],
      },
    ]);
  });

  describe('an unrecorded function', () => {
    test('has its writes and scheduled calls counted', async () => {
      const schedule: Step = { do: 'schedule', label: 'x' };
      const effects = await effectsOf(
        [insert],
        [call('doUnrecorded', increase, increase, schedule)],
      );
      expect(effects).toEqual({ changes: [], writes: 0, unseen: 3, scheduled: [] });
    });

    test('that writes to a document of a recorded function shows in the document’s end result', async () => {
      const effects = await effectsOf(
        [insert],
        [increase, call('doUnrecorded', increase), call('doRecorded', patch({ tag: 'x' }))],
      );
      expect(effects).toMatchObject({ writes: 1, unseen: 1 });
      expect(JSON.parse(effects.changes[0]!.before!)).toMatchObject({ n: 1 });
      expect(JSON.parse(effects.changes[0]!.after!)).toMatchObject({ n: 3, tag: 'x' });
    });

    test('that deletes what a recorded one inserted leaves no change', async () => {
      const effects = await effectsOf([], [insert, call('doUnrecorded', remove)]);
      expect(effects).toEqual({ changes: [], writes: 0, unseen: 1, scheduled: [] });
    });

    test('leaves the order of the recorded ones below it', async () => {
      const steps = [increase, call('doRecorded', increase)];
      const effects = await effectsOf(
        [insert],
        [call('doUnrecorded', call('doRecorded', increase), call('doRecorded', ...steps))],
      );
      expect(effects).toMatchObject({ writes: 1, unseen: 0 });
      expect(JSON.parse(effects.changes[0]!.before!)).toMatchObject({ n: 1 });
      expect(JSON.parse(effects.changes[0]!.after!)).toMatchObject({ n: 4 });
    });
  });

  test('writes to a table that is never recorded are counted only', async () => {
    const secret = { table: 'secrets', label: 'key' } as const;
    const effects = await effectsOf(
      [],
      [
        { do: 'insert', ...secret, fields: { tag: 'hidden' } },
        { do: 'increase', ...secret },
      ],
    );
    expect(effects).toEqual({ changes: [], writes: 0, unseen: 2, scheduled: [] });
  });

  describe('an inner error that the handler catches', () => {
    test('undoes only its own effects', async () => {
      const failing = callAndCatch(
        'doRecorded',
        increase,
        { do: 'insert', table: 'others', label: 'gone' },
        { do: 'schedule', label: 'gone' },
        call('doUnrecorded', increase),
        { do: 'throw', what: 'error' },
      );
      const effects = await effectsOf([insert], [patch({ tag: 'kept' }), failing]);
      expect(inShort(effects)).toEqual(['update things tag']);
      expect(effects).toMatchObject({ writes: 1, unseen: 0, scheduled: [] });
    });

    test('leaves what a function did before it called another that failed', async () => {
      const failing = callAndCatch('doRecorded', remove, { do: 'throw', what: 'refusal' });
      const effects = await effectsOf([insert], [call('doRecorded', increase, failing)]);
      expect(inShort(effects)).toEqual(['update things n']);
    });
  });

  describe('scheduled functions', () => {
    test('are recorded with their time and arguments', async () => {
      const { scheduled, changes } = await effectsOf(
        [],
        [
          { do: 'schedule', label: 'x', at: LATER },
          call('doRecorded', { do: 'schedule', label: 'y', after: 60_000 }),
        ],
      );
      expect(changes).toEqual([]);
      expect(scheduled).toEqual([
        { function: 'things:later', at: LATER, args: '{"label":"x"}' },
        { function: 'things:later', at: expect.any(Number), args: '{"label":"y"}' },
      ]);
      expect(Math.abs(scheduled[1]!.at - Date.now() - 60_000)).toBeLessThan(60_000);
    });

    test('that are cancelled in the same run leave no trace', async () => {
      const effects = await effectsOf(
        [],
        [
          { do: 'schedule', label: 'x', at: LATER },
          call('doRecorded', { do: 'cancel', label: 'x' }),
          call('doRecorded', { do: 'schedule', label: 'y', at: LATER }),
          { do: 'cancel', label: 'y' },
        ],
      );
      expect(effects).toEqual({ changes: [], writes: 0, unseen: 0, scheduled: [] });
    });

    test('that an earlier delivery scheduled are recorded when cancelled', async () => {
      const { scheduled } = await effectsOf(
        [{ do: 'schedule', label: 'x', at: LATER }],
        [call('doRecorded', { do: 'cancel', label: 'x' })],
      );
      expect(scheduled).toEqual([{ function: 'things:later', at: LATER, cancelled: true }]);
    });
  });

  test('the history of a document is the rows of its writes, oldest first', async () => {
    const app = await startApp();
    await app.receive([insert]);
    const { _id } = (await app.dump()).things[0]!;
    await app.receive([increase]);
    await app.receive([increase, remove]);
    const rows = await app.history(_id);
    expect(rows.map(({ kind }) => kind)).toEqual(['insert', 'update', 'delete']);
    expect(rows[1]!.before).toBe(rows[0]!.after);
    expect(rows[2]).not.toHaveProperty('after');
  });
}
