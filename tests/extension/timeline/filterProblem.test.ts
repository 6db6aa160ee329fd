import { expect, test } from 'vitest';
import { parseFilter } from '../../../extension/timeline/filter.ts';
import { problemOf } from '../../../extension/timeline/filterProblem.ts';

test.each<[string, string]>([
  ['outcome:faled', 'is not an outcome'],
  ['-outcome:failed,stale', 'is not an outcome'],
  ['source:svix', 'is not a source'],
  ['after:yesterday', 'is not a time'],
  ['before:24:00', 'is not a time'],
])('%s %s', (filter, says) => {
  expect(problemOf(parseFilter(filter)[0]!)).toMatchObject({ says });
});

test('the hint names every outcome and source there is, and each of them is one', () => {
  const namesIn = (filter: string) =>
    /one of ([^;]+)/.exec(problemOf(parseFilter(filter)[0]!)!.hint)![1]!.split(', ');
  expect(namesIn('outcome:x')).toEqual(
    'applied unchanged duplicate stale ignored failed rejected'.split(' '),
  );
  expect(namesIn('source:x')).toEqual(['clerk', 'redispatch', 'reconcile']);
  for (const outcome of namesIn('outcome:x')) {
    expect(problemOf(parseFilter(`outcome:${outcome}`)[0]!)).toBeNull();
  }
});

test.each([
  'outcome:FAILED',
  'source:Redispatch',
  'after:10m',
  'before:2026-11-22T14:05',
  'type:nothing',
  'user:nobody',
  'faled',
])('%s can be met', (filter) => {
  expect(problemOf(parseFilter(filter)[0]!)).toBeNull();
});
