/** An app with two tables of people, and the doctor's findings on it. */
import { convexTest, type TestConvex } from 'convex-test';
import { defineSchema, defineTable, type DataModelFromSchemaDefinition } from 'convex/server';
import { v } from 'convex/values';
import { vi } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import type { Id } from '../../../convex/_generated/dataModel.js';
import { defineWebhooks, type WebhookOptions } from '../../../webhooks/record/defineWebhooks.ts';
import type { WebhookHandler } from '../../../webhooks/record/handler.ts';
import type { Route } from '../../../webhooks/record/settings.ts';
import type { DoctorReport } from '../../../webhooks/shared/doctor/report.ts';
import { webhookTables } from '../../../webhooks/tables.ts';
import { syncUsers } from '../../../webhooks/users/syncUsers.ts';
import { SECRET, signedRequest, type Signing } from '../../fixtures/data/signing.ts';

const people = { clerk_id: v.string(), nick: v.optional(v.string()) };
const schema = defineSchema({
  ...webhookTables,
  users: defineTable(people).index('by_clerk_id', ['clerk_id']).index('by_nick', ['nick']),
  people: defineTable(people).index('by_clerk_id', ['clerk_id']),
});

export type App = TestConvex<typeof schema>;
export type Handler = WebhookHandler<DataModelFromSchemaDefinition<typeof schema>>;
type Users = WebhookOptions<(typeof schema)['tables']>['users'];

const VARIABLE = 'CLERK_WEBHOOK_SIGNING_SECRET';
const HANDLER = '../../../convex/webhookHandler.ts';
const modules = import.meta.glob('../../../convex/**/*.ts');

/** Keeps one row for each of Clerk's users in a table. */
export function keepsUsersIn(table: 'users' | 'people'): Handler {
  return syncUsers({ table, index: 'by_clerk_id', field: 'clerk_id', fields: () => ({}) });
}

/** Keeps users, but throws for events of these. */
export function throwsFor(...ids: string[]): Handler {
  const keep = keepsUsersIn('users');
  return async (ctx, event) => {
    if (ids.includes(event.data.id as string)) throw new Error(`No row for ${event.data.id}`);
    return await keep(ctx, event);
  };
}

/** Starts an app that by default keeps its users. */
export function startApp({
  handler = keepsUsersIn('users'),
  users = { table: 'users', index: 'by_clerk_id', field: 'clerk_id' },
  secret = SECRET,
  site = 'https://happy-otter-123.convex.site',
  others = [],
  neverRecorded = [],
  handlerFile,
}: {
  handler?: Handler;
  users?: Users | 'none';
  secret?: string | undefined;
  site?: string;
  others?: Route[];
  neverRecorded?: ('users' | 'people')[];
  handlerFile?: 'missing';
} = {}): App {
  vi.stubEnv(VARIABLE, secret);
  vi.stubEnv('CONVEX_SITE_URL', site);
  const routes = [{ path: '/clerk-users-webhook', secret: VARIABLE }, ...others];
  const named = users === 'none' ? undefined : users;
  const webhooks = defineWebhooks(schema, { routes, handler, users: named, neverRecorded });
  const { [HANDLER]: _own, ...without } = modules;
  const module = async () => ({ ...webhooks, routes });
  return convexTest({
    schema,
    modules: handlerFile === 'missing' ? without : { ...without, [HANDLER]: module },
  });
}

/** Sends an event, signed, through the HTTP route. */
export async function deliver(app: App, event: object, signing: Signing = {}) {
  const request = signedRequest(JSON.stringify(event), signing);
  const response = await app.fetch('/clerk-users-webhook', request);
  return (await response.json()) as { outcome: string; id?: Id<'webhookAudit'> };
}

export async function examine(app: App): Promise<DoctorReport> {
  return await app.query(internal.webhookAdmin.doctor, {});
}

/** The only finding of a check. */
export async function findingOf(app: App, check: string) {
  const findings = (await examine(app)).findings.filter((finding) => finding.check === check);
  if (findings.length !== 1) throw new Error(`There are ${findings.length} findings of ${check}.`);
  return findings[0]!;
}
