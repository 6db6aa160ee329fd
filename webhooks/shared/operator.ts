import { v, type Infer } from 'convex/values';

/** A viewer sees personal data masked; a redispatcher sees all and may re-dispatch. */
export const vRole = v.union(v.literal('viewer'), v.literal('redispatcher'));
export type Role = Infer<typeof vRole>;

/**
 * Version of the operator functions' arguments and results; the panel connects only if it knows it.
 */
export const CONTRACT = 2 as const;

/** The operator of an access key, and the deployment. */
export const vMe = v.object({
  name: v.string(),
  role: vRole,
  contract: v.literal(CONTRACT),
  /** Where webhooks are sent, one a route. */
  webhookUrls: v.array(v.string()),
  /** The same URLs, each with the source of its route. */
  routes: v.array(v.object({ source: v.string(), url: v.string() })),
  /** The app's table of users, if it named one. */
  usersTable: v.optional(v.string()),
  /** The deployment's time, milliseconds since 1970. */
  now: v.number(),
});

export type Me = Infer<typeof vMe>;
export type WebhookRoute = Me['routes'][number];

/**
 * `data.code` of the ConvexErrors that operator functions throw: the key is unknown or revoked, the
 * role does not allow the call, the document does not exist, an argument is invalid, or an edited
 * body is sent only with `force`.
 */
export type OperatorErrorCode =
  'key_refused' | 'role_refused' | 'not_found' | 'bad_request' | 'needs_force';
