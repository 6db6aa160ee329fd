import { v, type Infer } from 'convex/values';

/** A route of the app's webhooks: the URL to paste at the sender, and the state of its secret. */
const vDoctorRoute = v.object({
  path: v.string(),
  source: v.string(),
  url: v.string(),
  secret: v.object({
    /** The environment variable that holds it. */
    name: v.string(),
    state: v.union(v.literal('ok'), v.literal('missing'), v.literal('malformed')),
    /** Never a part of the secret. */
    text: v.string(),
  }),
});

/** The result of one check. */
const vDoctorFinding = v.object({
  /** Such as `secret`, `request` or `users`. */
  check: v.string(),
  /** `look`: may be intended. `unknown`: cannot be known yet. */
  state: v.union(v.literal('ok'), v.literal('look'), v.literal('wrong'), v.literal('unknown')),
  text: v.string(),
  /** The step that mends it. */
  todo: v.optional(v.string()),
  /** When it happened, milliseconds since 1970. */
  at: v.optional(v.number()),
  /** The delivery that shows it. */
  audit_id: v.optional(v.id('webhookAudit')),
});
export type DoctorFinding = Infer<typeof vDoctorFinding>;

/** The state of a deployment's webhooks, as far as the deployment itself can know. */
export const vDoctorReport = v.object({
  routes: v.array(vDoctorRoute),
  /** In the order of a delivery's path: the first wrong one explains the wrong ones after it. */
  findings: v.array(vDoctorFinding),
  types: v.object({
    /** Types of events that a sender delivered, and when the newest came. */
    seen: v.array(v.object({ type: v.string(), at: v.number() })),
    /**
     * Usual types that have not come yet. The deployment cannot know whether the sender would send
     * them.
     */
    not_seen: v.array(v.string()),
  }),
});
export type DoctorReport = Infer<typeof vDoctorReport>;
