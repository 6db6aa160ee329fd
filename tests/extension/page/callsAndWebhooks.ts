/** Calls of a page to Clerk and webhooks, at times in milliseconds after noon. */
import type { AnsweredCall } from '../../../extension/page/pairing/changes.ts';
import { pageUserOf } from '../../../extension/page/clerk/pageUser.ts';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { auditRow, NOON } from '../../fixtures/data/auditRow.ts';
import { clerkUser } from './fakePage.ts';

export const user = (id: string, version: number) => pageUserOf(clerkUser(id, NOON + version))!;

/** A call to /me from one moment to another, each after noon. */
export function call(
  [from, to]: [from: number, to: number],
  answer: Partial<AnsweredCall['answer']>,
  kind: AnsweredCall['kind'] = 'update',
): AnsweredCall {
  return {
    name: 'PATCH /v1/me',
    kind,
    startedAt: NOON + from,
    finishedAt: NOON + to,
    answer: {
      own: null,
      signedIn: [],
      active: undefined,
      deletedId: null,
      createdId: null,
      ...answer,
    },
  };
}

export const load = (id: string, version: number, at = 0) =>
  call([at, at + 1], { active: user(id, version), signedIn: [user(id, version)] }, 'other');

export function webhook(
  place: number,
  id: string,
  version: number,
  more: Partial<AuditRow> = {},
): AuditRow {
  return auditRow(place, { clerk_user_id: id, updated_at: NOON + version, ...more });
}
