import {
  internalMutationGeneric,
  internalQueryGeneric,
  type DataModelFromSchemaDefinition,
  type GenericSchema,
  type RegisteredMutation,
  type RegisteredQuery,
  type SchemaDefinition,
} from 'convex/server';
import { v, type ValidatorJSON, type Value } from 'convex/values';
import { applyEvent } from './applyEvent.ts';
import { checkDefinition } from './checkDefinition.ts';
import type { WebhookHandler } from './handler.ts';
import type { AnyMutationCtx } from './recordTables.ts';
import { vSettings, type Route, type Settings } from './settings.ts';

/**
 * The functions of `convex/webhookHandler.ts`. Annotate the constant with it: an inferred type
 * would refer to itself.
 */
export interface Webhooks {
  /** Runs the handler. @see applyEvent */
  apply: RegisteredMutation<'internal', { event: string; rehearse: boolean }, Promise<string>>;
  /** Tells the library what only the app knows. */
  settings: RegisteredQuery<'internal', SettingsArgs, Promise<Settings>>;
}

type SettingsArgs = { clerk_ids?: string[]; values?: Value[]; validators?: boolean };

export interface WebhookOptions<Tables extends GenericSchema> {
  routes: readonly Route[];
  handler: WebhookHandler<DataModelFromSchemaDefinition<SchemaDefinition<Tables, boolean>>>;
  /** The table of users, for the Users view. Without it, there is no such view. */
  users?: Omit<NonNullable<Settings['users']>, 'table'> & {
    table: keyof Tables & string;
    /**
     * For a field that holds more than Clerk's id: converts an id to the field's value and back.
     */
    key?: { value: (clerk_id: string) => Value; clerkId: (value: Value) => string | null };
  };
  /**
   * For senders other than Clerk: the objects whose events are ordered, by source. Only for objects
   * whose ids are texts that differ from those of the others, and never return once deleted.
   */
  ordered?: Record<string, string[]>;
  /** Fields that viewers see unmasked, by table. */
  notPersonal?: { [Table in keyof Tables & string]?: string[] };
  /** Tables whose documents are never recorded: their writes are counted only. */
  neverRecorded?: (keyof Tables & string)[];
}

/**
 * The webhooks of an app, for `convex/webhookHandler.ts`:
 * `const webhooks: Webhooks = defineWebhooks(schema, { routes, handler })`.
 *
 * @throws Error, and so stops the deploy, for a schema or options that do not fit.
 */
export function defineWebhooks<Tables extends GenericSchema>(
  schema: SchemaDefinition<Tables, boolean>,
  options: WebhookOptions<Tables>,
): Webhooks {
  const names = Object.keys(schema.tables);
  const neverRecorded = new Set<string>(options.neverRecorded);
  const handler = options.handler as unknown as WebhookHandler<never>;
  const { key, ...users } = options.users ?? {};
  const settings = {
    routes: [...options.routes],
    users: options.users === undefined ? null : (users as Settings['users']),
    ordered: options.ordered ?? {},
    notPersonal: (options.notPersonal ?? {}) as Settings['notPersonal'],
    neverRecorded: [...neverRecorded],
    tables: names.filter((name) => !name.startsWith('webhook')),
  };
  checkDefinition(schema.tables, settings);
  return {
    apply: internalMutationGeneric({
      args: { event: v.string(), rehearse: v.boolean() },
      returns: v.string(),
      handler: (ctx: AnyMutationCtx, args) =>
        applyEvent(ctx, args, handler, { names, neverRecorded }),
    }),
    settings: internalQueryGeneric({
      args: {
        clerk_ids: v.optional(v.array(v.string())),
        values: v.optional(v.array(v.any())),
        validators: v.optional(v.boolean()),
      },
      returns: vSettings,
      handler: async (_ctx, { clerk_ids = [], values = [], validators = false }) => ({
        ...settings,
        validators: validators ? validatorsOf(schema.tables, settings.tables) : {},
        values: clerk_ids.map((id) => (key ? key.value(id) : id)),
        clerk_ids: values.map((value) => clerkIdOf(value as Value, key?.clerkId)),
      }),
    }),
  };
}

/** An app's function may expect text: a row that holds something else is nobody's at Clerk. */
function clerkIdOf(value: Value, clerkId?: (value: Value) => string | null): string | null {
  if (clerkId === undefined) return typeof value === 'string' ? value : null;
  try {
    return clerkId(value);
  } catch {
    return null;
  }
}

/**
 * As text, since a validator's JSON may hold names and literals that Convex does not accept as
 * values.
 */
function validatorsOf(tables: GenericSchema, names: string[]): Settings['validators'] {
  return Object.fromEntries(
    names.map((name) => {
      // `json` is in the package but not in its types.
      const { json } = tables[name]!.validator as unknown as { json: ValidatorJSON };
      return [name, JSON.stringify(json)];
    }),
  );
}
