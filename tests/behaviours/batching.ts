/** A deployment to start batches on, with shortcuts. */
import { api } from '../../convex/_generated/api.js';
import type { Id } from '../../convex/_generated/dataModel.js';
import type { EventPreview, ManyPreviews } from '../../webhooks/shared/preview.ts';
import type { Selection } from '../../webhooks/shared/selection.ts';
import { NOON, userCreated, userUpdated, withEmail } from '../fixtures/data/clerkEvents.ts';
import { endOfBatch, issueKey, record, rowsOf, type StartDeployment } from './deployment.ts';

export const ADA = 'user_2ada';
const GRACE = { id: 'user_2grace', first_name: 'Grace', ...withEmail('grace@example.com') };

/** A deployment with a redispatcher's key, and short ways to ask. */
export async function begin(start: StartDeployment) {
  const deployment = await start();
  const { accessKey } = await issueKey(deployment);
  let keys = 0;
  type Request = { selection: Selection; key?: string; force?: boolean; note?: string };
  const startBatch = async (request: Request) =>
    await deployment.mutation(api.webhookAudit.startBatch, {
      accessKey,
      key: `key ${++keys}`,
      ...request,
    });
  const rows = async () => await rowsOf(deployment, accessKey);
  return {
    deployment,
    accessKey,
    startBatch,
    rows,
    /** Starts a batch and waits for its end. */
    runBatch: async (request: Request) =>
      await endOfBatch(deployment, accessKey, await startBatch(request)),
    /** The originals that a batch sent, in that order. */
    sentBy: async (batch: Id<'webhookBatches'>) =>
      (await rows())
        .filter(({ redispatch }) => redispatch?.batch === batch)
        .map(({ redispatch }) => redispatch!.of),
    previewAll: async (selection: Selection, force?: boolean) => {
      const counts: Record<string, number> = {};
      const events: EventPreview[] = [];
      let next: string | null = null;
      do {
        const asked = { accessKey, selection, force, next };
        const part: ManyPreviews = await deployment.mutation(api.webhookAudit.previewMany, asked);
        for (const [outcome, count] of Object.entries(part.counts)) {
          counts[outcome] = (counts[outcome] ?? 0) + count;
        }
        events.push(...part.events);
        next = part.next;
      } while (next !== null);
      return { counts, events };
    },
  };
}

/** Ada is created and changed twice, Grace is created. The newest change comes first. */
export async function withHistory(start: StartDeployment) {
  const started = await begin(start);
  const { deployment } = started;
  const newest = await record(deployment, userUpdated({ updated_at: NOON + 2000, username: 'a2' }));
  const created = await record(deployment, userCreated());
  const changed = await record(deployment, userUpdated({ username: 'a1' }));
  const grace = await record(deployment, userCreated(GRACE));
  return { ...started, newest, created, changed, grace };
}
