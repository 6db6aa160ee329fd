import { v, type Infer } from 'convex/values';

/** A viewer sees personal data masked; a redispatcher sees all and may re-dispatch. */
export const vRole = v.union(v.literal('viewer'), v.literal('redispatcher'));
export type Role = Infer<typeof vRole>;

/** Version of the operator functions' arguments and results; the panel goes on only with one it knows. */
export const CONTRACT = 1 as const;

/**
 * `data.code` of the ConvexErrors that operator functions throw: the key is unknown or revoked, the
 * role does not allow it, there is no such thing, or the arguments make no sense.
 */
export type OperatorErrorCode = 'key_refused' | 'role_refused' | 'not_found' | 'bad_request';
