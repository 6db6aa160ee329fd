import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import {
  addOperator,
  all,
  startBackend,
  type Backend,
} from '../../fixtures/deployments/backend.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 2, 1, 12);

let backend: Backend;
let accessKey: string;
beforeEach(async () => {
  vi.useFakeTimers();
  vi.setSystemTime(START);
  backend = startBackend();
  ({ accessKey } = await addOperator(backend, 'viewer'));
});
afterEach(() => void vi.useRealTimers());

const mark = async (name: string) =>
  await backend.mutation(internal.webhookAdmin.markDeploy, { name });
const marks = async (page: { before?: number; limit?: number } = {}) =>
  await backend.query(api.webhookAudit.marks, { accessKey, ...page });

describe('a mark of a deploy', () => {
  test('has the time at which it was made, and its name without surrounding spaces', async () => {
    const { id, at } = await mark(' v1.4 ');
    expect(at).toBe(START);
    expect(await marks()).toEqual({ marks: [{ id, name: 'v1.4', at: START }], done: true });
  });

  test.each([
    ['', '`name` is empty. Name the version or the commit.'],
    ['  ', '`name` is empty. Name the version or the commit.'],
    ['x'.repeat(101), '`name` is over 100 characters. Shorten it.'],
  ])('cannot be named %j', async (name, message) => {
    await expect(mark(name)).rejects.toThrow(message);
    expect(await all(backend, 'webhookMarks')).toEqual([]);
  });

  test('may have a name of 100 characters', async () => {
    await mark('x'.repeat(100));
    expect((await marks()).marks).toMatchObject([{ name: 'x'.repeat(100) }]);
  });

  test('is deleted after the time for which deliveries are kept', async () => {
    await mark('v1.3');
    vi.setSystemTime(START + DAY);
    await mark('v1.4');
    vi.setSystemTime(START + 30 * DAY + 1);
    await backend.mutation(internal.webhookAdmin.prune, {});
    expect((await marks()).marks).toMatchObject([{ name: 'v1.4' }]);
  });
});

describe('marks', () => {
  test('are listed page by page, newest first, even those of the same time', async () => {
    for (const name of ['v1', 'v2', 'v3', 'v4', 'v5']) await mark(name);
    const first = await marks({ limit: 2 });
    expect(first).toMatchObject({ marks: [{ name: 'v5' }, { name: 'v4' }], done: false });
    const second = await marks({ limit: 2, before: first.marks[1]!.at });
    expect(second).toMatchObject({ marks: [{ name: 'v3' }, { name: 'v2' }], done: false });
    const third = await marks({ limit: 2, before: second.marks[1]!.at });
    expect(third).toMatchObject({ marks: [{ name: 'v1' }], done: true });
  });

  test('are read only as far as the page', async () => {
    for (const name of ['v1', 'v2', 'v3', 'v4', 'v5']) await mark(name);
    const read = await backend.query(async (ctx) => {
      await ctx.runQuery(api.webhookAudit.marks, { accessKey, limit: 2 });
      return (await ctx.meta.getTransactionMetrics()).documentsRead.used;
    });
    expect(read).toBe(2 + 1);
  });
});
