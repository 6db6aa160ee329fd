import { expect, test } from 'vitest';
import { parseFilter } from '../../../../extension/timeline/filter/filter.ts';
import { problemOf } from '../../../../extension/timeline/filter/problem.ts';

test.each<[string, string]>([
  ['outcome:faled', 'is not an outcome'],
  ['-outcome:failed,stale', 'is not an outcome'],
  ['after:yesterday', 'is not a time'],
  ['before:24:00', 'is not a time'],
  ['colour:red', 'is searched as text: “colour” is not a key'],
])('%s %s', (filter, says) => {
  expect(problemOf(parseFilter(filter)[0]!)).toMatchObject({ says });
});

test('the hint names exactly the outcomes that the filter knows', () => {
  const namesIn = (filter: string) =>
    /one of ([^;]+)/.exec(problemOf(parseFilter(filter)[0]!)!.hint)![1]!.split(', ');
  expect(namesIn('outcome:x')).toEqual(
    'applied unchanged duplicate stale ignored failed rejected'.split(' '),
  );
  for (const outcome of namesIn('outcome:x')) {
    expect(problemOf(parseFilter(`outcome:${outcome}`)[0]!)).toBeNull();
  }
});

test.each([
  'outcome:FAILED',
  'source:billing',
  'after:10m',
  'before:2026-11-22T14:05',
  'type:nothing',
  'user:nobody',
  'faled',
  '"colour:red"',
  'https://example.com:443',
])('the filter %s has no problem', (filter) => {
  expect(problemOf(parseFilter(filter)[0]!)).toBeNull();
});
