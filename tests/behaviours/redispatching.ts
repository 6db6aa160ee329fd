/** A deployment to re-dispatch on, with shortcuts. */
import { api } from '../../convex/_generated/api.js';
import type { Id } from '../../convex/_generated/dataModel.js';
import type { ClerkEventBody } from '../fixtures/data/clerkEvents.ts';
import { issueKey, record, rowsOf, type StartDeployment } from './deployment.ts';

export const ADA = 'user_2ada';
export const MINUTE = 60_000;

/** A deployment with a redispatcher's key, and short ways to ask. */
export async function begin(start: StartDeployment) {
  const deployment = await start();
  const { accessKey } = await issueKey(deployment);
  let keys = 0;
  type Request = {
    id: Id<'webhookAudit'>;
    body?: string;
    force?: boolean;
    note?: string;
    idempotency_key?: string;
  };
  return {
    deployment,
    accessKey,
    record: async (event: ClerkEventBody) => await record(deployment, event),
    run: async (request: Request) =>
      await deployment.mutation(api.webhookAudit.redispatch, {
        accessKey,
        idempotency_key: `key_${++keys}`,
        ...request,
      }),
    preview: async (request: Pick<Request, 'id' | 'body' | 'force'>) =>
      await deployment.mutation(api.webhookAudit.preview, { accessKey, ...request }),
    open: async (id: Id<'webhookAudit'>) =>
      await deployment.query(api.webhookAudit.get, { accessKey, id }),
    user: async () =>
      (await deployment.query(api.webhookAudit.user, { accessKey, clerk_id: ADA })).row,
    subject: async () =>
      (await deployment.query(api.webhookAudit.user, { accessKey, clerk_id: ADA })).subject,
    rows: async () => await rowsOf(deployment, accessKey),
  };
}

export function bodyOf(event: ClerkEventBody): string {
  return JSON.stringify(event);
}
