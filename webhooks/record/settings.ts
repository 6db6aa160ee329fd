/** The settings of an app's webhooks: all that the library must know of the app, apart from its code. */
import { v, type Infer } from 'convex/values';

const vRoute = v.object({
  /** Such as `/clerk-users-webhook`. */
  path: v.string(),
  /** The environment variable that holds the signing secret. */
  secret: v.string(),
  /**
   * The sender to this route; routes fed by the same Clerk application share a source. `clerk` if
   * left out.
   */
  source: v.optional(v.string()),
});
export type Route = Infer<typeof vRoute>;

const vUsersTable = v.object({
  table: v.string(),
  /** An index whose first field is `field`. */
  index: v.string(),
  /** Holds the id of Clerk's user, or the value that `key` makes of that id. */
  field: v.string(),
  /** Search by a prefix: indexes whose first field holds an email or a name. */
  search: v.optional(v.array(v.object({ index: v.string(), field: v.string() }))),
});

export const vSettings = v.object({
  routes: v.array(vRoute),
  users: v.union(v.null(), vUsersTable),
  /** The objects whose events `<object>.created | updated | deleted` are ordered, by source. */
  ordered: v.record(v.string(), v.array(v.string())),
  /** The fields that are shown to viewers, by table. */
  notPersonal: v.record(v.string(), v.array(v.string())),
  neverRecorded: v.array(v.string()),
  /** The tables of the app, without the library's. */
  tables: v.array(v.string()),
  /** The values of `users.field` for the asked ids, and the other way round. */
  values: v.array(v.any()),
  clerk_ids: v.array(v.union(v.string(), v.null())),
  /** The validators of the app's tables as JSON, by table; empty unless asked for. */
  validators: v.record(v.string(), v.string()),
});
export type Settings = Infer<typeof vSettings>;
