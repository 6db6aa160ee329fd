import { convexTest } from 'convex-test';
import { defineSchema, defineTable, makeFunctionReference } from 'convex/server';
import { v } from 'convex/values';
import { describe, expect, test } from 'vitest';
import {
  defineWebhooks,
  type Webhooks,
  type WebhookOptions,
} from '../../../webhooks/record/defineWebhooks.ts';
import { webhookTables } from '../../../webhooks/tables.ts';

const users = defineTable({ token: v.string(), email: v.optional(v.string()) })
  .index('by_token', ['token'])
  .index('by_email', ['email']);
const schema = defineSchema({ ...webhookTables, users });

type Options = WebhookOptions<typeof schema.tables>;
const options: Options = {
  routes: [{ path: '/clerk', secret: 'CLERK_WEBHOOK_SECRET' }],
  handler: async () => 'ignored',
};

describe('a definition that does not fit stops the deploy', () => {
  test('without the tables of the library', () => {
    expect(() => defineWebhooks(defineSchema({ users }), options as never)).toThrow(
      'defineWebhooks: the schema has no table webhookRuns. Add ...webhookTables to it in ' +
        'convex/schema.ts.',
    );
  });

  test.each(Object.keys(webhookTables))('without the table %s', (name) => {
    const { [name as 'webhookMarks']: _, ...others } = webhookTables;
    expect(() => defineWebhooks(defineSchema({ ...others, users }), options as never)).toThrow(
      `defineWebhooks: the schema has no table ${name}. Add ...webhookTables to it in ` +
        'convex/schema.ts.',
    );
  });

  test.each<[string, Partial<Options>, string]>([
    [
      'with a route without a slash',
      { routes: [{ path: 'clerk', secret: 'A' }] },
      'the route "clerk" must begin with a slash.',
    ],
    [
      'with a route given twice',
      {
        routes: [
          { path: '/clerk', secret: 'A' },
          { path: '/clerk', secret: 'B' },
        ],
      },
      'the route "/clerk" is given twice.',
    ],
    [
      'with a table of users that does not exist',
      { users: { table: 'people' as 'users', index: 'by_token', field: 'token' } },
      'the schema has no table "people" for users.',
    ],
    [
      'with an index of another field',
      { users: { table: 'users', index: 'by_email', field: 'token' } },
      'the table "users" has no index "by_email" that begins with "token".',
    ],
    [
      'with a search by an index that does not exist',
      {
        users: {
          table: 'users',
          index: 'by_token',
          field: 'token',
          search: [{ index: 'by_name', field: 'name' }],
        },
      },
      'the table "users" has no index "by_name" that begins with "name".',
    ],
  ])('%s', (_, faulty, message) => {
    expect(() => defineWebhooks(schema, { ...options, ...faulty })).toThrow(
      `defineWebhooks: ${message}`,
    );
  });
});

describe('the `settings` query', () => {
  async function settingsOf(webhooks: Webhooks, args: object) {
    const modules = {
      './convex/webhookHandler.ts': async () => webhooks,
      './convex/_generated/api.js': async () => ({}),
    };
    const settings = makeFunctionReference<'query'>('webhookHandler:settings');
    return (await convexTest({ schema, modules }).query(settings, args)) as unknown;
  }

  test('has the settings of an app with the fewest options', async () => {
    expect(await settingsOf(defineWebhooks(schema, options), {})).toEqual({
      routes: options.routes,
      users: null,
      ordered: {},
      notPersonal: {},
      neverRecorded: [],
      tables: ['users'],
      values: [],
      clerk_ids: [],
      validators: {},
    });
  });

  test("says how a users table names Clerk's users", async () => {
    const prefix = 'https://clerk.example|';
    const webhooks = defineWebhooks(schema, {
      ...options,
      users: {
        table: 'users',
        index: 'by_token',
        field: 'token',
        key: {
          value: (id) => prefix + id,
          clerkId: (value) =>
            typeof value === 'string' && value.startsWith(prefix)
              ? value.slice(prefix.length)
              : null,
        },
      },
    });
    const args = { clerk_ids: ['user_1'], values: [`${prefix}user_2`, 'other'] };
    expect(await settingsOf(webhooks, args)).toMatchObject({
      users: { table: 'users', index: 'by_token', field: 'token' },
      values: [`${prefix}user_1`],
      clerk_ids: ['user_2', null],
    });
  });

  test("finds no user of Clerk's in a value on which the app's `clerkId` throws", async () => {
    const webhooks = defineWebhooks(schema, {
      ...options,
      users: {
        table: 'users',
        index: 'by_token',
        field: 'token',
        key: { value: (id) => id, clerkId: (value) => (value as string).toLowerCase() },
      },
    });
    expect(await settingsOf(webhooks, { values: ['USER_1', 7] })).toMatchObject({
      clerk_ids: ['user_1', null],
    });
  });
});
