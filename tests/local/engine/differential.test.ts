/** The same random calls through convex-test and through the engine. */
import { convexTest } from 'convex-test';
import { makeFunctionReference } from 'convex/server';
import { convexToJson, type Value } from 'convex/values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import schema from '../functions/differential/schema.ts';
import * as things from '../functions/differential/things.ts';
import type { Bound, Step } from '../functions/differential/things.ts';
import { testEngine } from './testEngine.ts';

/**
 * Where convex-test is known to differ from Convex, and so from the engine. The programs leave
 * these out, for the reason given.
 */
const knownDifferences = {
  'order comparisons of q.filter': "convex-test uses JavaScript's < across types",
  'ids and creation times': 'each makes its own; programs compare labels',
  'messages of errors': 'convex-test words its own; programs compare that a call failed',
  'two limits or a limit before a filter': 'convex-test applies the first limit, last',
  'values with a field named like a prototype property': 'convex-test reads inherited properties',
  'a page that ends exactly at the last document':
    'convex-test says it is done; Convex only on the next page',
} as const;

const values: Value[] = [
  null,
  true,
  false,
  0,
  -0,
  1,
  -1.5,
  NaN,
  1n,
  -1n,
  '',
  'a',
  'b',
  [],
  [1],
  {},
];
const value = fc.oneof(
  fc.constantFrom(...values),
  fc.record({ x: fc.constantFrom<Value>(1, 2, 'x', null) }),
  fc.uint8Array({ maxLength: 2 }).map((bytes): Value => Uint8Array.from(bytes).buffer),
);
const optional = fc.option(value, { nil: undefined });
const label = fc.constantFrom('p', 'q', 'r', 's', 't', 'u');
// Includes documents that the schema refuses.
const writtenLabel = fc.oneof(
  { weight: 30, arbitrary: label },
  { weight: 1, arbitrary: fc.constant(7 as unknown as string) },
);

const indexes: Record<string, string[]> = {
  by_a: ['a'],
  by_a_b: ['a', 'b'],
  by_b: ['b'],
  by_nested: ['a.x', 'label'],
  by_creation_time: [],
};
const indexName = fc.constantFrom(...Object.keys(indexes));

function bounds(index: string): fc.Arbitrary<Bound[]> {
  const fields = indexes[index]!;
  return fc
    .tuple(
      fc.nat(fields.length),
      fc.array(optional, { minLength: 2, maxLength: 2 }),
      fc.constantFrom('gt', 'gte', undefined),
      fc.constantFrom('lt', 'lte', undefined),
      value,
      value,
    )
    .map(([equalities, equal, lower, upper, from, to]) => {
      const range: Bound[] = fields
        .slice(0, equalities)
        .map((field, position) => ({ type: 'eq', field, value: equal[position] }) as Bound);
      const next = fields[equalities];
      if (next !== undefined && lower) range.push({ type: lower, field: next, value: from });
      if (next !== undefined && upper) range.push({ type: upper, field: next, value: to });
      return range;
    });
}

const fields = fc.record({ a: value, b: value }, { requiredKeys: [] });

const step: fc.Arbitrary<Step> = fc.letrec<{ step: Step }>((tie) => ({
  step: fc.oneof(
    { maxDepth: 2 },
    {
      weight: 5,
      arbitrary: fc
        .tuple(fields, writtenLabel)
        .map(([f, l]): Step => ({ op: 'insert', ...f, label: l })),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        op: fc.constant('patch' as const),
        label,
        fields,
        unset: fc.subarray(['a', 'b']),
      }),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fields, writtenLabel)
        .map(([f, l]): Step => ({ op: 'replace', ...f, label: l })),
    },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('delete' as const), label }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('get' as const), label }) },
    {
      weight: 4,
      arbitrary: indexName.chain((index) =>
        fc.record({
          op: fc.constant('range' as const),
          index: fc.constant(index),
          bounds: bounds(index),
          order: fc.constantFrom('asc' as const, 'desc' as const),
          take: fc.integer({ min: 0, max: 8 }),
        }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        op: fc.constant('filter' as const),
        field: fc.constantFrom('a', 'b', 'a.x', 'label'),
        comparison: fc.constantFrom('eq' as const, 'neq' as const),
        value,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        op: fc.constant('nested' as const),
        steps: fc.array(tie('step'), { maxLength: 5 }),
        fails: fc.boolean(),
      }),
    },
  ),
})).step;

const pages = indexName.chain((index) =>
  fc.record({
    index: fc.constant(index),
    // Usually the whole table, as a random range is often empty.
    bounds: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, bounds(index)),
    order: fc.constantFrom('asc' as const, 'desc' as const),
    size: fc.integer({ min: 1, max: 4 }),
  }),
);

const program = fc.record({
  calls: fc.array(
    fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 8 }), fails: fc.boolean() }),
    { minLength: 1, maxLength: 4 },
  ),
  pages,
});

type Run = (
  kind: 'query' | 'mutation',
  path: string,
  args: Record<string, Value>,
) => Promise<Value>;

/** The result of each call of a program, as JSON, which has no `undefined` fields. */
async function observe(run: Run, { calls, pages: paging }: ProgramOf): Promise<string[]> {
  const seen: string[] = [];
  for (const { steps, fails } of calls) {
    const args = { steps, fails } as unknown as Record<string, Value>;
    seen.push(await run('mutation', 'things:run', args).then(json, () => 'failed'));
  }
  seen.push(await run('query', 'things:all', {}).then(json));
  const documents: Value[] = [];
  let cursor: string | null = null;
  for (let isDone = false; !isDone;) {
    const args = { ...paging, cursor } as unknown as Record<string, Value>;
    const result = (await run('query', 'things:page', args)) as {
      page: Value[];
      isDone: boolean;
      continueCursor: string;
    };
    documents.push(...result.page);
    ({ isDone, continueCursor: cursor } = result);
  }
  seen.push(json(documents));
  return seen;
}

type ProgramOf = typeof program extends fc.Arbitrary<infer P> ? P : never;

function json(value: Value): string {
  return JSON.stringify(convexToJson(value));
}

describe('random calls', () => {
  test(`give what convex-test gives, but for: ${Object.keys(knownDifferences).join('; ')}`, async () => {
    const engine = await testEngine('differential');
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(program, async (random) => {
        await engine.mutation('things:clear');
        const reference = convexTest({
          schema,
          modules: {
            '../functions/differential/things.ts': () => Promise.resolve(things),
            '../functions/differential/_generated/api.js': () => Promise.resolve({}),
          },
        });
        const expected = await observe(
          (kind, path, args) =>
            kind === 'query'
              ? reference.query(makeFunctionReference<'query'>(path), args)
              : reference.mutation(makeFunctionReference<'mutation'>(path), args),
          random,
        );
        const actual = await observe((kind, path, args) => engine[kind](path, args), random);
        expect(actual).toEqual(expected);
        compared += actual.length;
      }),
      { numRuns: 1500 },
    );
    expect(compared).toBeGreaterThan(5000);
  });
});
