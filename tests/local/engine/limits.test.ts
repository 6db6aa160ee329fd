import type { Value } from 'convex/values';
import { describe, expect, test } from 'vitest';
import { testEngine } from './testEngine.ts';

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
    await engine.mutation('guards:insertFields', { count: 1024 });
    await expect(engine.mutation('guards:insertFields', { count: 1025 })).rejects.toThrow(
      'Object has too many fields (1025 > maximum number 1024)',
    );
  });
});

describe('a transaction', () => {
  test('may write 16,000 documents, and leaves nothing when it writes more', async () => {
    const engine = await testEngine('guards', { timeLimit: 60_000 });
    await expect(engine.mutation('guards:insertMany', { count: 16_001, size: 1 })).rejects.toThrow(
      'Too many writes in a single function execution (limit: 16000)',
    );
    expect(await engine.query('guards:pageAll')).toMatchObject({ length: 0 });
  });

  test('may write 16 MiB', async () => {
    const engine = await testEngine('guards');
    await expect(
      engine.mutation('guards:insertMany', { count: 17, size: 1_000_000 }),
    ).rejects.toThrow(
      'Too many bytes written in a single function execution (limit: 16777216 bytes)',
    );
  });

  test('may read 16 MiB; a page ends there instead of failing', async () => {
    const engine = await testEngine('guards');
    for (let i = 0; i < 2; i++)
      await engine.mutation('guards:insertMany', { count: 9, size: 1_000_000 });
    await expect(engine.query('guards:readAll')).rejects.toThrow(
      'Too many bytes read in a single function execution (limit: 16777216 bytes)',
    );
    expect(await engine.query('guards:pageAll')).toEqual({
      length: 16,
      pageStatus: 'SplitRequired',
    });
  });

  test('may read 32,000 documents', async () => {
    const engine = await testEngine('guards', { timeLimit: 60_000 });
    for (let i = 0; i < 3; i++)
      await engine.mutation('guards:insertMany', { count: 11_000, size: 1 });
    await expect(engine.query('guards:readAll')).rejects.toThrow(
      'Too many documents read in a single function execution (limit: 32000)',
    );
  });

  test('may make 4,096 reads', async () => {
    const engine = await testEngine('guards');
    await engine.query('guards:readOneByOne', { count: 4096 });
    await expect(engine.query('guards:readOneByOne', { count: 4097 })).rejects.toThrow(
      'Too many reads in a single function execution (limit: 4096)',
    );
  });

  test('may schedule 1,000 functions', async () => {
    const engine = await testEngine('guards');
    await engine.mutation('guards:schedule', { count: 1000 });
    await expect(engine.mutation('guards:schedule', { count: 1001 })).rejects.toThrow(
      'Too many functions scheduled by this mutation (limit: 1000)',
    );
  });

  test('may schedule with 16 MiB of arguments', async () => {
    const engine = await testEngine('guards');
    await expect(engine.mutation('guards:scheduleLarge', { count: 17 })).rejects.toThrow(
      'Too large total size of the arguments of scheduled functions from this mutation ' +
        '(limit: 16777216 bytes)',
    );
    await engine.mutation('guards:scheduleLarge', { count: 15 });
  });

  test('is counted: documents, bytes and what remains', async () => {
    const engine = await testEngine('guards');
    const written = (await engine.mutation('guards:insertMany', { count: 3, size: 10 })) as Metrics;
    expect(written['documentsWritten']).toEqual({ used: 3, remaining: 15_997 });
    const read = (await engine.query('guards:readAll')) as Metrics;
    expect(read['documentsRead']).toEqual({ used: 3, remaining: 31_997 });
    expect(read['databaseQueries']).toEqual({ used: 1, remaining: 4095 });
    expect(read['bytesRead']!.used).toBe(written['bytesWritten']!.used);
  });

  test('does not count the writes of a nested call that was undone', async () => {
    const engine = await testEngine('guards');
    const metrics = (await engine.mutation('guards:metricsAfterRollback')) as Metrics;
    expect(metrics['documentsWritten']!.used).toBe(0);
  });

  test('may give a nested call tighter limits', async () => {
    const engine = await testEngine('guards');
    await expect(engine.mutation('guards:tightNested')).rejects.toThrow(
      'Too many writes in a single function execution (limit: 2)',
    );
  });
});

describe('a function', () => {
  test('may be given 16 MiB', async () => {
    const engine = await testEngine('guards');
    await expect(
      engine.query('guards:lengthOf', { text: 'x'.repeat(17 * 1024 * 1024) }),
    ).rejects.toThrow(
      /^Arguments for guards:lengthOf are too large \(actual: \d+ bytes, limit: 16777216 bytes\)$/,
    );
    const most = 16 * 1024 * 1024 - '[{"text":""}]'.length;
    expect(await engine.query('guards:lengthOf', { text: 'x'.repeat(most) })).toBe(most);
  });

  test('may return 16 MiB', async () => {
    const engine = await testEngine('guards');
    const most = 16 * 1024 * 1024 - '""'.length;
    expect(await engine.query('guards:textOf', { length: most })).toHaveLength(most);
    await expect(engine.query('guards:textOf', { length: most + 1 })).rejects.toThrow(
      'Return value of guards:textOf is too large (actual: 16777217 bytes, limit: 16777216 bytes)',
    );
  });
});
