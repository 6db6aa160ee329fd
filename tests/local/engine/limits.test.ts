import { getConvexSize, type JSONValue, type Value } from 'convex/values';
import { describe, expect, test } from 'vitest';
import { anyone, testEngine } from './testEngine.ts';

const MIB = 1024 * 1024;

type Metrics = Record<string, { used: number; remaining: number }>;

function nested(levels: number): Value {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

describe('a document', () => {
  test('may have 1 MiB and no more', async () => {
    const engine = await testEngine('guards');
    const overhead = 2 + 'value'.length + 1 + 2;
    await engine.mutation('guards:insert', { value: 'x'.repeat(1024 * 1024 - overhead) });
    await expect(
      engine.mutation('guards:insert', { value: 'x'.repeat(1024 * 1024 - overhead + 1) }),
    ).rejects.toThrow('Value is too large (1 MiB > maximum size 1 MiB)');
  });

  test('may be nested 16 levels deep', async () => {
    const engine = await testEngine('guards');
    await engine.mutation('guards:insert', { value: nested(15) });
    await expect(engine.mutation('guards:insert', { value: nested(16) })).rejects.toThrow(
      'Value is too nested (nested 17 levels deep > maximum nesting 16)',
    );
  });

  test('may have arrays of 8,192 elements', async () => {
    const engine = await testEngine('guards');
    await engine.mutation('guards:insert', { value: Array<number>(8192).fill(0) });
    await expect(
      engine.mutation('guards:insert', { value: Array<number>(8193).fill(0) }),
    ).rejects.toThrow('Array length is too long (8193 > maximum length 8192)');
  });

  test('may hold only strings that are Unicode text', async () => {
    const engine = await testEngine('guards');
    await engine.mutation('guards:insert', { value: '\u{1f600}' });
    await expect(engine.mutation('guards:insert', { value: ['\ud83d'] })).rejects.toThrow(
      'half of a surrogate pair',
    );
  });

  test('may have 1,024 fields', async () => {
    const engine = await testEngine('guards');
    await engine.mutation('limits:insertFields', { count: 1024 });
    await expect(engine.mutation('limits:insertFields', { count: 1025 })).rejects.toThrow(
      'Object has too many fields (1025 > maximum number 1024)',
    );
  });
});

describe('a transaction', () => {
  test('may write 16,000 documents, and leaves nothing when it writes more', async () => {
    const engine = await testEngine('guards', { timeLimit: 60_000 });
    await expect(engine.mutation('limits:insertMany', { count: 16_001, size: 1 })).rejects.toThrow(
      'Too many writes in a single function execution (limit: 16000)',
    );
    expect(await engine.query('limits:pageAll')).toMatchObject({ length: 0 });
  });

  test('may write 16 MiB', async () => {
    const engine = await testEngine('guards');
    await expect(
      engine.mutation('limits:insertMany', { count: 17, size: 1_000_000 }),
    ).rejects.toThrow(
      'Too many bytes written in a single function execution (limit: 16777216 bytes)',
    );
  });

  test('may read 16 MiB; a page ends there instead of failing', async () => {
    const engine = await testEngine('guards');
    for (let i = 0; i < 2; i++)
      await engine.mutation('limits:insertMany', { count: 9, size: 1_000_000 });
    await expect(engine.query('limits:readAll')).rejects.toThrow(
      'Too many bytes read in a single function execution (limit: 16777216 bytes)',
    );
    expect(await engine.query('limits:pageAll')).toEqual({
      length: 16,
      pageStatus: 'SplitRequired',
    });
  });

  test('may read 32,000 documents', async () => {
    const engine = await testEngine('guards', { timeLimit: 60_000 });
    for (let i = 0; i < 3; i++)
      await engine.mutation('limits:insertMany', { count: 11_000, size: 1 });
    await expect(engine.query('limits:readAll')).rejects.toThrow(
      'Too many documents read in a single function execution (limit: 32000)',
    );
  });

  test('may make 4,096 reads', async () => {
    const engine = await testEngine('guards');
    await engine.query('limits:readOneByOne', { count: 4096 });
    await expect(engine.query('limits:readOneByOne', { count: 4097 })).rejects.toThrow(
      'Too many reads in a single function execution (limit: 4096)',
    );
  });

  test('may schedule 1,000 functions', async () => {
    const engine = await testEngine('guards');
    await engine.mutation('limits:schedule', { count: 1000 });
    await expect(engine.mutation('limits:schedule', { count: 1001 })).rejects.toThrow(
      'Too many functions scheduled by this mutation (limit: 1000)',
    );
  });

  test('may schedule with 16 MiB of arguments', async () => {
    const engine = await testEngine('guards');
    await expect(engine.mutation('limits:scheduleLarge', { count: 17 })).rejects.toThrow(
      'Too large total size of the arguments of scheduled functions from this mutation ' +
        '(limit: 16777216 bytes)',
    );
    await engine.mutation('limits:scheduleLarge', { count: 15 });
  });

  test('is counted: documents, bytes and what remains', async () => {
    const engine = await testEngine('guards');
    const written = (await engine.mutation('limits:insertMany', { count: 3, size: 10 })) as Metrics;
    expect(written['documentsWritten']).toEqual({ used: 3, remaining: 15_997 });
    const read = (await engine.query('limits:readAll')) as Metrics;
    expect(read['documentsRead']).toEqual({ used: 3, remaining: 31_997 });
    expect(read['databaseQueries']).toEqual({ used: 1, remaining: 4095 });
    expect(read['bytesRead']!.used).toBe(written['bytesWritten']!.used);
  });

  test('does not count the writes of a nested call that was undone', async () => {
    const engine = await testEngine('guards');
    const metrics = (await engine.mutation('limits:metricsAfterRollback')) as Metrics;
    expect(metrics['documentsWritten']!.used).toBe(0);
  });

  test('may give a nested call tighter limits', async () => {
    const engine = await testEngine('guards');
    await expect(engine.mutation('limits:tightNested')).rejects.toThrow(
      'Too many writes in a single function execution (limit: 2)',
    );
  });
});

describe('a function', () => {
  test('may get 16 MiB of arguments, measured as Convex measures values', async () => {
    const engine = await testEngine('guards');
    const most = 16 * MIB - getConvexSize([{ text: '' }]);
    expect(await engine.query('limits:lengthOf', { text: '\n'.repeat(most) })).toBe(most);
    await expect(engine.query('limits:lengthOf', { text: 'x'.repeat(17 * MIB) })).rejects.toThrow(
      'Arguments for limits:lengthOf are too large (actual: 17 MiB, limit: 16 MiB)',
    );
  });

  test('may return 16 MiB', async () => {
    const engine = await testEngine('guards');
    const most = 16 * MIB - getConvexSize('');
    expect(await engine.query('limits:textOf', { length: most })).toHaveLength(most);
    await expect(engine.query('limits:textOf', { length: most + 1 })).rejects.toThrow(
      'Function limits:textOf return value is too large (actual: 16 MiB, limit: 16 MiB)',
    );
  });

  const tooMuch: [string, Value, string][] = [
    ['8,193 elements', Array<number>(8193).fill(0), 'Array length is too long (8193 >'],
    [
      '1,025 fields',
      Object.fromEntries(Array.from({ length: 1025 }, (_, i) => [`f${i}`, i])),
      'Object has too many fields (1025 >',
    ],
    ['65 levels', nested(65), 'Value is too nested (nested 65 levels deep > maximum nesting 64)'],
    ['half of a surrogate pair', ['\ud83d'], 'A string contains half of a surrogate pair'],
  ];

  test.each(tooMuch)('is not given %s', async (_name, value, message) => {
    const engine = await testEngine('guards');
    await expect(engine.query('limits:echo', { value })).rejects.toThrow(message);
  });

  test.each(tooMuch)('does not return %s', async (_name, value, message) => {
    const engine = await testEngine('guards');
    const json = JSON.stringify(value);
    await expect(engine.query('limits:returnJson', { json })).rejects.toThrow(message);
  });

  test.each(tooMuch)('does not throw %s as the data of an error', async (_name, value, message) => {
    const { engine } = await testEngine('guards');
    const json = JSON.stringify(value);
    const { result } = await engine.runQuery('limits:throwJson', { json }, anyone);
    expect(result).toMatchObject({
      success: false,
      errorMessage: expect.stringContaining(`ConvexError with invalid data: ${message}`),
    });
    expect(result).not.toHaveProperty('errorData');
  });

  test('may be given, return and throw 8,192 elements, 1,024 fields and 63 levels', async () => {
    const { engine } = await testEngine('guards');
    const value = {
      array: Array<number>(8192).fill(0),
      object: Object.fromEntries(Array.from({ length: 1024 }, (_, i) => [`f${i}`, i])),
      deep: nested(62) as JSONValue,
    };
    const returned = await engine.runQuery('limits:echo', { value }, anyone);
    expect(returned.result).toMatchObject({ value });
    const json = JSON.stringify(value);
    const thrown = await engine.runQuery('limits:throwJson', { json }, anyone);
    expect(thrown.result).toMatchObject({ errorData: value });
  });
});

describe('reads of one range', () => {
  test.each([
    ['the same range twice', 'twice', 1],
    ['two ranges that overlap', 'overlapping', 1],
    ['two separate ranges', 'apart', 2],
  ])('%s count as Convex counts them', async (_name, kind, expected) => {
    const engine = await testEngine('guards');
    await engine.mutation('limits:insertMany', { count: 3, size: 1 });
    const metrics = (await engine.query('limits:readRanges', { kind })) as Metrics;
    expect(metrics['databaseQueries']!.used).toBe(expected);
  });
});

describe('a page', () => {
  test.each([
    [0, 'Must request at least 1 document while paginating'],
    [2.5, 'The page size 2.5 is not an integer'],
    [32_001, 'Requested too many items: 32001'],
  ])('of %d documents is refused', async (numItems, message) => {
    const engine = await testEngine('guards');
    const page = engine.query('limits:pageWithLimits', { numItems });
    await expect(page).rejects.toThrow(message);
  });

  test.each([
    ['three quarters of the rows it may read', { maximumRowsRead: 8 }, 6, null],
    ['more than three quarters of the rows', { maximumRowsRead: 8 }, 7, 'SplitRecommended'],
    ['all rows it may read', { maximumRowsRead: 8 }, 9, 'SplitRequired'],
    ['more than three quarters of the bytes', { maximumBytesRead: 10_000 }, 8, 'SplitRecommended'],
    ['few of the bytes', { maximumBytesRead: 100_000 }, 8, null],
  ] as const)('that reads %s', async (_name, limits, numItems, pageStatus) => {
    const engine = await testEngine('guards');
    await engine.mutation('limits:insertMany', { count: 20, size: 1000 });
    const page = await engine.query('limits:pageWithLimits', { numItems, ...limits });
    expect(page).toMatchObject({ pageStatus });
  });
});
