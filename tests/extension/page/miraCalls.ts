/** The page’s calls about one user, whose versions are milliseconds after noon. */
import { NOON } from '../../fixtures/data/auditRow.ts';
import { clerkClient, clerkRequest, clerkUser } from './fakePage.ts';

export const mira = (version: number, more: object = {}) =>
  clerkUser('user_2ada', NOON + version, more);

/** GET /v1/client, which is requested when a page loads Clerk. */
export const loads = (version: number, at = 0) =>
  clerkRequest({ path: 'client', from: NOON + at, body: { response: clerkClient(mira(version)) } });
export const saves = (version: number, from = version - 10) =>
  clerkRequest({
    method: 'PATCH',
    path: 'me',
    from: NOON + from,
    body: { response: mira(version), client: clerkClient(mira(version)) },
  });
