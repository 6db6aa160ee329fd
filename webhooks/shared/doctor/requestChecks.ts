/** Checks of the requests that arrive. */
import { originOf } from '../auditRow.ts';
import { isClerk } from '../clerkUser.ts';
import type { Rejection } from '../rejection.ts';
import type { Facts, RouteFacts } from './facts.ts';
import type { DoctorFinding } from './report.ts';
import { counted, listed, utc } from './words.ts';

/** Checks that the secret of each route can verify something: one finding a route. */
export function checkSecrets({ routes }: Facts): DoctorFinding[] {
  return routes.map(({ secret: { name, state, text } }) =>
    state === 'ok'
      ? { check: 'secret', state, text }
      : { check: 'secret', state: 'wrong', text, todo: setSecret(name) },
  );
}

/** Tells the result of the last request, and names the routes that never had one. */
export function checkRequests(facts: Facts): DoctorFinding[] {
  const unused = facts.routes.filter(({ isUsed }) => !isUsed);
  const [rejection] = facts.rejections;
  if (unused.length === facts.routes.length && rejection === undefined) {
    return [neverRequested(facts.routes)];
  }
  // After a long reconciliation, none of the newest rows may be a sender's.
  const [since] = facts.types.map(({ at }) => at).toSorted((a, b) => b - a);
  const accepted = facts.rows.find((row) => originOf(row) === 'webhook');
  const last =
    rejection !== undefined && rejection.last_at > (since ?? 0)
      ? rejected(facts, rejection, since)
      : accepted && lastAccepted(accepted);
  // Routes of one source cannot be told apart by their deliveries.
  const areTold = new Set(facts.routes.map(({ source }) => source)).size > 1;
  const others = areTold ? unused.map((route) => neverRequested([route])) : [];
  return last === undefined ? others : [last, ...others];
}

function neverRequested(routes: RouteFacts[]): DoctorFinding {
  const urls = routes.map(({ url }) => url);
  const sender = routes.every(({ source }) => isClerk(source))
    ? 'the Clerk dashboard'
    : 'the sender';
  const todo = urls.some(isLocal)
    ? 'Only this machine reaches this address: give the sender the URL of a tunnel to it, or use a cloud deployment.'
    : `Add an endpoint with exactly this URL on the Webhooks page of ${sender}, and send a test event.`;
  return {
    check: 'request',
    state: 'look',
    text: `No request has ever come to ${listed(urls)}.`,
    todo: `${todo} If the sender is answered 404, call addWebhookRoutes(http, routes) in convex/http.ts and deploy.`,
  };
}

function isLocal(url: string): boolean {
  return /^http:\/\/(?:localhost|127\.|\[::1\])/.test(url);
}

function lastAccepted(row: Facts['rows'][number]): DoctorFinding {
  const seen = { check: 'request', at: row.received_at, audit_id: row._id };
  if (row.outcome !== 'failed') {
    const text = `The last request, ${row.event_type}, was accepted: ${row.outcome}.`;
    return { ...seen, state: 'ok', text };
  }
  return {
    ...seen,
    state: 'wrong',
    text: `The last request, ${row.event_type}, failed: ${row.error_line ?? row.reason ?? ''}`.trim(),
    todo: 'Correct the handler and deploy it. The sender tries again by itself, or re-dispatch the event.',
  };
}

function rejected(facts: Facts, last: Rejection, since: number | undefined): DoctorFinding {
  const later = facts.rejections.filter(({ last_at }) => last_at > (since ?? 0));
  const count = later.reduce((sum, { count: times }) => sum + times, 0);
  const rejections = counted(count, 'request was rejected', 'requests were rejected');
  const accepted =
    since === undefined
      ? 'none has been accepted yet'
      : `the last one that was accepted came at ${utc(since)}`;
  return {
    check: 'request',
    // Anybody can send an unsigned request to a public address.
    state: last.reason === 'missing_header' && since !== undefined ? 'look' : 'wrong',
    text: `The last request was rejected: ${last.sample.diagnosis} At least ${rejections}, and ${accepted}.`,
    todo: todoOf(facts, last),
    at: last.last_at,
  };
}

function todoOf({ routes }: Facts, { reason, sample }: Rejection): string {
  const route = routes.find(({ secret }) => sample.diagnosis.includes(secret.name)) ?? routes[0];
  switch (reason) {
    case 'misconfigured':
      return route?.secret.state === 'ok'
        ? 'The secret is well-formed by now: let the sender send the event again.'
        : setSecret(route?.secret.name ?? '');
    case 'bad_signature':
      return setMatchingSecret(routes.filter(({ secret }) => secret.name === route?.secret.name));
    case 'missing_header':
      return "Send a test event from the sender's dashboard. If that is rejected too, something on the way removes its headers.";
    case 'bad_timestamp':
      return 'Check the clock of the sender, and that nothing on the way holds requests back.';
    default:
      return 'The cause is at the sender or on the way here: correct it there.';
  }
}

/** @param routes The routes that use the secret which does not match. */
function setMatchingSecret(routes: RouteFacts[]): string {
  const name = routes[0]?.secret.name ?? '';
  if (routes.length < 2) return `${setSecret(name)} Each endpoint has a secret of its own.`;
  const paths = listed(routes.map(({ path }) => path));
  return `Give each of the routes ${paths} a variable of its own in place of ${name}, since each endpoint has a secret of its own; or set ${name} to all of these secrets, separated by spaces.`;
}

function setSecret(name: string): string {
  return `Copy the Signing Secret of exactly this endpoint from the sender's dashboard and run \`npx convex env set ${name}\`.`;
}
