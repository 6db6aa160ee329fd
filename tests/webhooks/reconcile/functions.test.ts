// @vitest-environment node
/** Continuing a run, and what each of its pages stores. */
import { describe, expect, test, vi } from 'vitest';
import { getFunctionName, type FunctionReference } from 'convex/server';
import { internal } from '../../../convex/_generated/api.js';
import type { Id } from '../../../convex/_generated/dataModel.js';
import type { ActionCtx } from '../../../webhooks/dataModel.ts';
import { reconcile as reconcileRun } from '../../../webhooks/reconcile/run.ts';
import { all, type Backend } from '../../fixtures/deployments/backend.ts';
import { begin, people, person } from './reconciling.ts';

describe('continuing a run', () => {
  test('with `apply` is refused, and nothing is done', async () => {
    const { api, backend, reconcile } = await begin([]);
    const { run } = await reconcile();
    api.users = [person(1)];
    for (const apply of [true, false]) {
      await expect(reconcile({ apply, run })).rejects.toThrow(/A run keeps its own `apply`/);
    }
    expect(await all(backend, 'users')).toEqual([]);
  });

  test('with `remove` is refused if the run only reports', async () => {
    const { reconcile } = await begin([]);
    const { run } = await reconcile();
    await expect(reconcile({ run, remove: 1 })).rejects.toThrow(/This run only reports/);
  });

  /** Runs in a context that records which functions are called and scheduled. */
  async function called(backend: Backend, run: Id<'webhookReconciliations'>) {
    const calls: string[] = [];
    const note = (f: FunctionReference<any, any>, args: { state?: string }) =>
      calls.push([getFunctionName(f).split(':')[1], args.state].filter(Boolean).join(' '));
    const ctx = {
      runQuery: async (f: FunctionReference<any, any>, args: object) =>
        await backend.query(f, args),
      runMutation: async (f: FunctionReference<any, any>, args: object) => {
        note(f, args);
        return await backend.mutation(f, args);
      },
      scheduler: { runAfter: async () => void calls.push('schedule') },
    } as unknown as ActionCtx;
    await reconcileRun(ctx, run);
    return calls;
  }

  test('stores the run once a page, however many users are mended', async () => {
    const { backend } = await begin(people(150));
    const run = await backend.mutation(internal.webhookAdmin.startReconciliation, { apply: true });
    const calls = (await called(backend, run)).filter(
      (name) => name !== 'mendUser' && name !== 'compareUsers',
    );
    expect(calls).toEqual([
      'setReconciliationState running',
      'advanceReconciliation',
      'advanceReconciliation',
      'advanceReconciliation',
      'setReconciliationState done',
    ]);
  });

  test('sets the run to `running` before it schedules the next step', async () => {
    const { api, backend } = await begin(people(250));
    const run = await backend.mutation(internal.webhookAdmin.startReconciliation, { apply: false });
    let now = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => now);
    api.intercept = () => void (now += 5 * 60_000);
    const calls = await called(backend, run);
    vi.restoreAllMocks();
    expect(calls.slice(-2)).toEqual(['setReconciliationState running', 'schedule']);
  });
});
