/** The app's part: what it does with an event. */
import type { GenericDataModel, GenericMutationCtx } from 'convex/server';

/**
 * An event as received, with its exact body, which may be nested too deep to be serialised again.
 */
export type ReceivedEvent = Pick<WebhookEvent, 'source' | 'occurred_at'> & { body: string };

export interface WebhookEvent {
  /** Who sent it: the `source` of its route, such as `clerk`. */
  source: string;
  type: string;
  /** The time of the envelope, milliseconds since 1970. */
  occurred_at: number;
  /** The sender's JSON, unchecked. */
  data: any;
}

/**
 * Applies an event, inside the transaction that receives it. Returns `ignored` for an event that
 * the app has no use for. If the handler throws, all its writes are undone and the sender tries
 * again.
 */
export type WebhookHandler<DataModel extends GenericDataModel> = (
  ctx: GenericMutationCtx<DataModel>,
  event: WebhookEvent,
) => Promise<'ignored' | null | void>;
