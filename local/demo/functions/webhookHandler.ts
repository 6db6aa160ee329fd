/**
 * The handler of `npm start`: this project's own handler, with a fault in the version that the
 * incident deploys.
 */
import { handler, routes } from '../../../convex/webhookHandler.ts';
import { defineWebhooks, type Webhooks } from '../../../webhooks/record/defineWebhooks.ts';
import { FAULTY_VERSION } from '../traffic/versions.ts';
import schema from './schema.ts';

export { routes, settings } from '../../../convex/webhookHandler.ts';

const webhooks: Webhooks = defineWebhooks(schema, {
  routes,
  handler: async (ctx, event) => {
    const isFaulty = process.env['DEMO_VERSION'] === FAULTY_VERSION;
    if (isFaulty && event.type === 'user.updated') initialsOf(event.data as unknown as Names);
    return await handler(ctx, event);
  },
});

export const { apply } = webhooks;

type Names = { first_name: string; last_name: string };

/** The fault: not everybody has a last name. */
function initialsOf({ first_name, last_name }: Names): string {
  return first_name.charAt(0) + last_name.charAt(0);
}
