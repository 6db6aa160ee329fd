import type { RejectionReason } from '../../convex/shared/rejection.ts';

/** What to do about each refusal. */
export const rejectionAdvice: Record<RejectionReason, string> = {
  missing_header:
    'If Clerk sent it, let whatever stands before this deployment pass the svix-id, svix-timestamp and svix-signature headers. If not, it was somebody else’s request: nothing to do.',
  bad_timestamp:
    'Check the clock of the sender, and that nothing in between holds requests back for more than 5 minutes. Resend the event from Clerk’s dashboard: it is then signed anew.',
  bad_signature:
    'Compare CLERK_WEBHOOK_SIGNING_SECRET with the Signing Secret of this endpoint in Clerk’s dashboard, under Webhooks: each endpoint has its own. If they are the same, something in between rewrites the body.',
  too_large: 'Clerk’s events are far below 512 KiB: look at who sends to this address.',
  not_json:
    'It was signed with the right secret, so look at what signs: Clerk sends JSON with the content type application/json.',
  not_clerk_event:
    'It was signed with the right secret but is not a Clerk event: check that only Clerk’s endpoint uses this secret.',
  misconfigured:
    'Set CLERK_WEBHOOK_SIGNING_SECRET to the Signing Secret of the endpoint in Clerk’s dashboard: npx convex env set CLERK_WEBHOOK_SIGNING_SECRET. Clerk sends the events again by itself.',
};
