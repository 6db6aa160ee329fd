/** Deliveries with very long names and texts are recorded with what their handler did. */
import { expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import { clerkEvent, NOON, type ClerkEventBody } from '../fixtures/data/clerkEvents.ts';
import type { Step } from '../webhooks/record/functions/steps.ts';
import { call, insert } from '../webhooks/record/scripts.ts';
import { issueKey, type StartDeployment } from './deployment.ts';
import { seed } from './scriptedApp.ts';

const KiB = 1024;
const LARGEST_BODY = 512 * KiB;
const labels = Array.from({ length: 8 }, (_, n) => `${n}`);

/** An event with the largest body that is accepted. */
function filled(steps: Step[]): ClerkEventBody {
  const event = (filler: string) =>
    clerkEvent('organization.updated', { id: 'org_acme', updated_at: NOON, steps, filler });
  const bytes = new TextEncoder().encode(JSON.stringify(event(''))).length;
  return event('x'.repeat(LARGEST_BODY - bytes));
}

export function testHugeTexts(start: StartDeployment): void {
  async function deliver(event: ClerkEventBody, before: Step[] = []) {
    const deployment = await start();
    const { accessKey } = await issueKey(deployment);
    await seed(deployment, before);
    const { id, ...answer } = await deployment.deliver(event);
    const delivery = await deployment.query(api.webhookAudit.get, { accessKey, id: id! });
    return { answer, delivery };
  }

  test('a name of 500 KB in the largest body is applied', async () => {
    const name = 'n'.repeat(500_000);
    const event = clerkEvent('organization.updated', { id: 'org_acme', updated_at: NOON, name });
    const { answer, delivery } = await deliver(event);
    expect(answer).toMatchObject({ status: 200, outcome: 'applied' });
    expect(delivery.body).toBe(JSON.stringify(event));
    expect(delivery.writes).toMatchObject([
      { kind: 'insert', after: null, after_bytes: expect.any(Number) },
    ]);
  });

  test('the name of a field of 500 KB is cut in the row', async () => {
    const field = 'f'.repeat(500_000);
    const deployment = await start();
    const { accessKey } = await issueKey(deployment);
    const about = { id: 'org_acme', updated_at: NOON };
    await deployment.deliver(clerkEvent('organization.created', about));
    const { id } = await deployment.deliver(
      clerkEvent('organization.updated', { ...about, [field]: 1 }),
    );
    const { row } = await deployment.query(api.webhookAudit.get, { accessKey, id: id! });
    expect(row.payload_changed).toEqual([`${'f'.repeat(63)}…`]);
  });

  test('a text of 500 KB is not taken for an id, and the row says so', async () => {
    const about = { id: 'i'.repeat(500_000), steps: [insert] };
    const { answer, delivery } = await deliver(clerkEvent('organization.updated', about));
    expect(answer).toMatchObject({ status: 200, outcome: 'applied' });
    expect(delivery.row).toMatchObject({
      reason: '`data.id` is over 100 bytes, so it is not taken for an id.',
      writes: 1,
    });
    expect(delivery.row.subject).toBeUndefined();
  });

  test('arguments of scheduled functions above 64 KiB are left out, however many functions are scheduled', async () => {
    const schedule: Step = { do: 'schedule', label: 'l'.repeat(3000), after: 60_000, times: 20 };
    const steps = Array.from({ length: 40 }, () => call('doRecorded', schedule));
    const { answer, delivery } = await deliver(filled(steps));
    expect(answer).toMatchObject({ status: 200, outcome: 'applied' });
    expect(delivery.row.unseen).toBe(0);
    expect(delivery.scheduled).toHaveLength(800);
    const told = delivery.scheduled.flatMap(({ args }) => args ?? []);
    expect(told.join('').length).toBeLessThanOrEqual(64 * KiB);
    expect(told.length).toBeGreaterThan(20);
  });

  test('a handler that throws is recorded with as much as fits, however long its writes become by escaping', async () => {
    const value = '"'.repeat(15 * KiB);
    const before = labels.map((label): Step => ({
      do: 'insert',
      table: 'things',
      label,
      fields: { value },
    }));
    const removals = labels.map((label): Step => ({ do: 'delete', table: 'things', label }));
    const { answer, delivery } = await deliver(
      filled([...removals, { do: 'throw', what: 'error' }]),
      before,
    );
    expect(answer).toMatchObject({ status: 500, outcome: 'failed' });
    expect(delivery.row).toMatchObject({
      reason: 'Your handler threw an error.',
      error_line: 'boom',
    });
    expect(delivery.attempted).toHaveLength(8);
    const shown = delivery.attempted.filter(({ before: side }) => side !== null);
    expect(shown.length).toBeGreaterThan(3);
    expect(shown.length).toBeLessThan(8);
  });
}
