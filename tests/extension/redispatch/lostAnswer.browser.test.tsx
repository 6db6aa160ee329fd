/** A re-dispatch that the deployment has made, but whose answer is lost. */
import { ConvexHttpClient } from 'convex/browser';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { api } from '../../../convex/_generated/api.js';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const row = (text: string) =>
  page.getByRole('grid', { name: 'Webhook events' }).getByRole('row').filter({ hasText: text });
const send = page.getByRole('button', { name: 'Re-dispatch', exact: true });

let losesAnswer: boolean;
beforeEach(() => {
  losesAnswer = false;
  const Socket = window.WebSocket;
  vi.stubGlobal(
    'WebSocket',
    class extends Socket {
      override set onmessage(take: ((event: MessageEvent) => void) | null) {
        super.onmessage = take && ((event) => take(asItArrives(event)));
      }
      override get onmessage() {
        return super.onmessage as ((event: MessageEvent) => void) | null;
      }
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** Loses one answer to a mutation, which the client gets as an error. */
function asItArrives(event: MessageEvent<string>): MessageEvent<string> {
  const message = JSON.parse(event.data) as { type: string; requestId: number };
  if (!losesAnswer || message.type !== 'MutationResponse') return event;
  losesAnswer = false;
  const { type, requestId } = message;
  const lost = { type, requestId, success: false, result: 'The answer was lost.', logLines: [] };
  return new MessageEvent('message', { data: JSON.stringify(lost) });
}

test('trying again after a lost answer makes no second row', async () => {
  await deliver(
    backend,
    userCreated(),
    userUpdated({ last_name: 'King', updated_at: NOON + 5_000 }),
  );
  await openPanel([deploymentOf(backend)]);
  await row('King').click();
  await expect.element(send).toBeEnabled();
  losesAnswer = true;
  await send.click();
  const failure = page.getByRole('alert').filter({ hasText: 'The answer was lost.' });
  await expect.element(failure).toBeVisible();
  await failure.getByRole('button', { name: 'Try again' }).click();
  await expect
    .element(page.getByRole('status', { name: 'Re-dispatch' }))
    .toMatchTextContent(/Re-dispatched/);

  const newest = { accessKey: backend.accessKey, before: null };
  const { rows } = await new ConvexHttpClient(backend.url).query(api.webhookAudit.older, newest);
  expect(rows.filter(({ redispatch }) => redispatch !== undefined)).toHaveLength(1);
});
