import { convexTest } from 'convex-test';
import { internalMutationGeneric } from 'convex/server';
import { ConvexError } from 'convex/values';
import { describe, expect, test } from 'vitest';
import { runHandler } from '../../../webhooks/record/runHandler.ts';
import schema from './functions/schema.ts';

const event = { source: 'clerk', occurred_at: 1, body: '{"type":"user.created","data":{}}' };

describe('an app without a handler', () => {
  test.each<[string, Record<string, () => Promise<object>>]>([
    ['file', {}],
    ['export', { './convex/webhookHandler.ts': async () => ({}) }],
  ])('is told to add the %s', async (_, handler) => {
    const modules = { ...handler, './convex/_generated/api.js': async () => ({}) };
    const run = await convexTest({ schema, modules }).run(
      async (ctx) => await runHandler(ctx as never, event, { rehearse: false }),
    );
    expect(run).toMatchObject({
      kind: 'threw',
      error_line:
        'There is no webhookHandler:apply. Export apply and settings, as defineWebhooks returns ' +
        'them, from convex/webhookHandler.ts.',
    });
  });
});

test.each(['User not found', '7', 'null', '{"run":null}'])(
  'an error with the text %s that no handler awaited fails the event',
  async (text) => {
    // As Convex ends a function for a promise that was rejected and not awaited.
    const apply = internalMutationGeneric(async () => {
      throw new ConvexError(text);
    });
    const modules = {
      './convex/webhookHandler.ts': async () => ({ apply }),
      './convex/_generated/api.js': async () => ({}),
    };
    const run = await convexTest({ schema, modules }).run(
      async (ctx) => await runHandler(ctx as never, event, { rehearse: false }),
    );
    expect(run).toMatchObject({ kind: 'threw', error_line: `ConvexError: ${text}` });
  },
);
