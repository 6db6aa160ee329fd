/** Random handlers, and random documents that exist before they run. */
import fc from 'fast-check';
import type { Form, Step } from './functions/steps.ts';

const table = fc.constantFrom('things' as const, 'others' as const);
const label = fc.constantFrom('a', 'b', 'c');
const form = fc.constantFrom<Form>('id', 'table and id', 'table object');
const on = { table, label, form };
const fields = fc.record(
  {
    n: fc.integer({ min: 0, max: 2 }),
    tag: fc.constantFrom('x', 'y', null),
    value: fc.constantFrom<unknown>(1, 'text', [1, { b: 2, a: 1 }], { b: [], a: null }),
  },
  { requiredKeys: [] },
);

const change: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('insert' as const), ...on, fields }),
  fc.record({ do: fc.constant('patch' as const), ...on, fields }),
  fc.record({ do: fc.constant('unset' as const), ...on, field: fc.constantFrom('n', 'tag') }),
  fc.record({ do: fc.constant('replace' as const), ...on, fields }),
  fc.record({ do: fc.constant('delete' as const), ...on }),
  fc.record({ do: fc.constant('increase' as const), ...on }),
);

const IN_AN_HOUR = Date.now() + 3_600_000;
const schedule: fc.Arbitrary<Step> = fc.oneof(
  label.map((name): Step => ({ do: 'schedule', label: name, at: IN_AN_HOUR })),
  label.map((name): Step => ({ do: 'cancel', label: name })),
);
const fail = fc
  .constantFrom('error' as const, 'refusal' as const)
  .map((what): Step => ({ do: 'throw', what }));

/** @param functions Names of functions of functions/things.ts that it may call. */
export function arbitraryHandler(...functions: string[]): fc.Arbitrary<Step[]> {
  const { steps } = fc.letrec<{ steps: Step[]; step: Step }>((tie) => ({
    steps: fc.array(tie('step'), { maxLength: 6, depthIdentifier: 'calls' }),
    step: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'calls' },
      { weight: 8, arbitrary: change },
      { weight: 1, arbitrary: schedule },
      {
        weight: 1,
        arbitrary: fc
          .array(change, { maxLength: 4 })
          .map((some): Step => ({ do: 'together', steps: some })),
      },
      {
        weight: 4,
        arbitrary: fc
          .record({
            name: fc.constantFrom(...functions),
            steps: tie('steps'),
            fails: fc.option(fail, { freq: 3, nil: undefined }),
          })
          .map(({ name, steps: inner, fails }): Step => ({
            do: 'call',
            function: `things:${name}`,
            steps: fails ? [...inner, fails] : inner,
            catches: true,
          })),
      },
    ),
  }));
  return steps;
}

export const arbitraryRows: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ do: fc.constant('insert' as const), table, label, fields }),
  { maxLength: 5 },
);
