/** A deployment that receives, with shortcuts to read its data. */
import { api, internal } from '../../convex/_generated/api.js';
import { issueKey, rowsOf, type Deployment } from './deployment.ts';

const ADA = 'user_2ada';

/** A deployment, and short ways to see what it holds. */
export async function begin(deployment: Deployment) {
  const { accessKey } = await issueKey(deployment);
  const lastRow = async () => (await rowsOf(deployment, accessKey)).at(-1);
  return {
    ...deployment,
    lastRow,
    lastDelivery: async () => {
      const id = (await lastRow())!._id;
      return await deployment.query(api.webhookAudit.get, { accessKey, id });
    },
    users: async () =>
      (await deployment.query(api.webhookAudit.users, { accessKey })).users.map(({ row }) => row),
    subject: async () =>
      (await deployment.query(api.webhookAudit.user, { accessKey, clerk_id: ADA })).subject,
    setWorkspace: async (workspace_id: string) =>
      await deployment.mutation(internal.users.setWorkspace, { clerk_id: ADA, workspace_id }),
  };
}
