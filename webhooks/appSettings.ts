import { makeFunctionReference, type GenericQueryCtx } from 'convex/server';
import type { Value } from 'convex/values';
import type { Settings } from './record/settings.ts';

type Asked = { clerk_ids?: string[]; values?: Value[]; validators?: boolean };

const settings = makeFunctionReference<'query', Asked, Settings>('webhookHandler:settings');

/** The app has no webhookHandler.ts, or it does not export `settings`. */
export class NoSettingsError extends Error {}

/**
 * The settings that an app gave to defineWebhooks. If asked for, they include the values that stand
 * for Clerk's ids in the users table, the ids for such values, and the validators of the app's
 * tables.
 *
 * @throws NoSettingsError
 */
export async function appSettings(
  ctx: Pick<GenericQueryCtx<any>, 'runQuery'>,
  asked: Asked = {},
): Promise<Settings> {
  try {
    return await ctx.runQuery(settings, asked);
  } catch (error) {
    if (!/could not find/i.test(String(error))) throw error;
    throw new NoSettingsError(
      'There is no webhookHandler:settings. Export apply and settings, as defineWebhooks returns them, from convex/webhookHandler.ts.',
      { cause: error },
    );
  }
}
