import { isClerk } from '../clerkUser.ts';
import type { Facts } from './facts.ts';
import { checkHandler, checkRecording } from './handlerChecks.ts';
import type { DoctorReport } from './report.ts';
import { checkRequests, checkSecrets } from './requestChecks.ts';
import { checkClerk, checkCrons, checkRetention, checkVersions } from './upkeepChecks.ts';
import { checkUsers } from './usersChecks.ts';

/** Runs all checks, along the path of a delivery. */
export function runChecks(facts: Facts): DoctorReport {
  return {
    routes: facts.routes.map(({ isUsed: _isUsed, ...route }) => route),
    findings: [
      ...checkSecrets(facts),
      ...checkRequests(facts),
      checkHandler(facts),
      checkRecording(facts),
      checkUsers(facts),
      checkClerk(facts),
      checkCrons(facts),
      checkRetention(facts),
      checkVersions(facts),
    ],
    types: { seen: facts.types, not_seen: notSeen(facts) },
  };
}

/**
 * Clerk's usual event types that have not come: those of users, and of each other object that any
 * event came for.
 */
function notSeen({ routes, types }: Facts): string[] {
  const seen = types.map(({ type }) => type);
  const objects = ['organization', 'organizationMembership'].filter((object) =>
    seen.some((type) => type.startsWith(`${object}.`)),
  );
  if (routes.some(({ source }) => isClerk(source))) objects.unshift('user');
  return objects
    .flatMap((object) => ['created', 'updated', 'deleted'].map((verb) => `${object}.${verb}`))
    .filter((type) => !seen.includes(type));
}
