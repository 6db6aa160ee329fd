/**
 * Handlers that fail, misbehave or do very much, on any deployment: each event is recorded
 * truthfully, its writes are kept or undone as a whole, and the next event is not affected.
 */
import { expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import type { Outcome } from '../../webhooks/shared/outcome.ts';
import { clerkEvent, NOON, type ClerkEventBody } from '../fixtures/data/clerkEvents.ts';
import type { Step } from '../webhooks/record/functions/steps.ts';
import {
  call,
  callAndCatch,
  increase,
  insert,
  on,
  patch,
  remove,
} from '../webhooks/record/scripts.ts';
import { issueKey, rowsOf, type StartDeployment } from './deployment.ts';
import { dump, scriptedEvent, seed } from './scriptedApp.ts';

const MiB = 1024 * 1024;
const ACME = { id: 'org_acme', updated_at: NOON };

interface Case {
  before?: Step[];
  /** The handler's steps, or another event for the scripted app. */
  handler: Step[] | ClerkEventBody;
  outcome: Outcome;
  /** Documents that differ afterwards, and of those the ones that are shown. */
  writes: number;
  shown?: number;
  scheduled?: number;
  error?: string | RegExp;
  /** Documents that a failed handler wrote before it threw. */
  attempted?: number;
  /** The documents of the table `things` afterwards. */
  things: number;
}

const large = ['a', 'b', 'c', 'd'].map((label) => ({ table: 'things', label }) as const);
const tooMany: Step = { do: 'schedule', label: 'x', after: 60_000, times: 1001 };
const failing = [increase, { do: 'throw', what: 'error' } as const];

const CASES: Record<string, Case> = {
  'that throws': {
    handler: [insert, { do: 'throw', what: 'error' }],
    outcome: 'failed',
    error: 'boom',
    attempted: 1,
    writes: 0,
    things: 0,
  },
  'that reads until a limit of the transaction': {
    before: [insert],
    handler: [increase, { do: 'readForEver' }],
    outcome: 'failed',
    error: /too many/i,
    writes: 0,
    things: 1,
  },
  'that schedules until a limit of the transaction': {
    handler: [insert, tooMany],
    outcome: 'failed',
    error: /too many/i,
    attempted: 1,
    writes: 0,
    things: 0,
  },
  'that returns nonsense': {
    handler: clerkEvent('organization.nonsense', ACME),
    outcome: 'unchanged',
    writes: 0,
    things: 0,
  },
  'that calls itself': {
    handler: clerkEvent('organization.itself', ACME),
    outcome: 'failed',
    error: 'A webhook handler cannot receive or re-dispatch an event itself.',
    writes: 0,
    things: 0,
  },
  'that writes 5,000 documents': {
    handler: [call('doRecorded', { ...insert, times: 5000 } as Step)],
    outcome: 'applied',
    writes: 5000,
    shown: 200,
    things: 5000,
  },
  'that writes documents of nearly 1 MiB': {
    before: large.map((which): Step => ({ do: 'insert', ...which })),
    handler: large.map((which): Step => ({ do: 'fill', ...which, size: MiB - 1024 })),
    outcome: 'applied',
    writes: 4,
    // Not more, since the recorder reads at most some 2 MiB.
    shown: 3,
    things: 4,
  },
  'that schedules 1,000 functions': {
    handler: [{ do: 'schedule', label: 'x', after: 60_000, times: 1000 }],
    outcome: 'applied',
    scheduled: 1000,
    writes: 0,
    things: 0,
  },
  'that catches the errors of what it calls': {
    before: [insert],
    handler: [patch({ tag: 'kept' }), callAndCatch('doRecorded', ...failing)],
    outcome: 'applied',
    writes: 1,
    things: 1,
  },
  'that patches one document in parallel': {
    before: [insert],
    handler: [{ do: 'together', steps: [patch({ n: 2 }), patch({ tag: 'x' })] }],
    outcome: 'applied',
    writes: 1,
    things: 1,
  },
  'that deletes what it inserted': {
    handler: [insert, remove],
    outcome: 'unchanged',
    writes: 0,
    things: 0,
  },
};

export function testBadHandlers(start: StartDeployment): void {
  test.each(Object.entries(CASES))('a handler %s', async (_, { before = [], handler, ...told }) => {
    const deployment = await start();
    const { accessKey } = await issueKey(deployment);
    await seed(deployment, before);
    const event = Array.isArray(handler)
      ? scriptedEvent('organization.updated', ACME, handler)
      : handler;

    const answer = await deployment.deliver(event);
    const { outcome, writes, error, attempted = 0, scheduled = 0 } = told;
    expect(answer).toMatchObject({ status: outcome === 'failed' ? 500 : 200, outcome });
    const id = answer.id!;
    const delivery = await deployment.query(api.webhookAudit.get, { accessKey, id });
    expect(delivery.row).toMatchObject({ outcome, writes, unseen: 0 });
    expect(delivery.row.error_line ?? '').toEqual(
      typeof error === 'object' ? expect.stringMatching(error) : (error ?? ''),
    );
    expect(delivery.writes).toHaveLength(told.shown ?? writes);
    expect(delivery.attempted).toHaveLength(attempted);
    expect(delivery.scheduled).toHaveLength(scheduled);
    const after = await dump(deployment);
    expect(after.things).toHaveLength(told.things);
    expect(after).toMatchObject({ jobs: scheduled, webhookRuns: [], webhookEffects: [] });

    const other: Step = { do: 'insert', ...on, table: 'others' };
    const next = scriptedEvent('organization.updated', { id: 'org_next', updated_at: NOON }, [
      other,
    ]);
    expect(await deployment.deliver(next)).toMatchObject({ status: 200, outcome: 'applied' });
    expect((await dump(deployment)).others).toHaveLength(1);
    expect(await rowsOf(deployment, accessKey)).toHaveLength(2);
  });
}
