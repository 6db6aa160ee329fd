import type { RejectionReason } from '../../webhooks/shared/rejection.ts';

/** Advice on each rejection, with code between backticks. The first sentence stands alone. */
export const rejectionAdvice: Record<RejectionReason, string> = {
  missing_header:
    'If Clerk sent it, let any proxy in front of this deployment pass the svix-id, svix-timestamp and svix-signature headers. If not, ignore it: someone else sent it.',
  doubled_header:
    'Let the proxy in front of this deployment pass the svix headers on once, rather than add its own copies.',
  malformed_header: 'Clerk’s headers are short: check the sender.',
  bad_timestamp:
    'Check the clock of the sender, and that nothing in between holds requests back for more than 5 minutes. Resend the event from Clerk’s dashboard: it is then signed again.',
  bad_signature:
    'Compare the signing secret in this deployment with the Signing Secret of this endpoint in Clerk’s dashboard, under Webhooks: each endpoint has its own. If they are the same, something in between rewrites the body.',
  too_large: 'Clerk’s events are far below 512 KiB: check the sender.',
  too_slow:
    'Clerk sends a body at once: check any proxy in front of this deployment, and the sender.',
  compressed:
    'Turn off compression of requests in the proxy in front of this deployment: the signature is of the plain body.',
  not_json:
    'It was signed with the right secret, so check the sender: Clerk sends JSON with the content type application/json.',
  not_clerk_event:
    'It was signed with the right secret but is not a Clerk event: check that only Clerk’s endpoint uses this secret.',
  misconfigured:
    'Copy the Signing Secret of the endpoint from Clerk’s dashboard, and set it by `npx convex env set` under the name that the doctor says. Clerk then sends the events again.',
};
