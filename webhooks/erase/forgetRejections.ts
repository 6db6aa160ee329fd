import type { Doc, MutationCtx } from '../dataModel.ts';
import type { Progress } from './progress.ts';
import { mentionOf } from './mentions.ts';

const MAX_ROWS = 256;

/** Erases the user from rejections: while a secret is wrong, real events are rejected too. */
export async function forgetRejections(
  ctx: MutationCtx,
  { clerk_id, cursor, marks, rest_after }: Doc<'webhookErasures'>,
): Promise<Progress> {
  const rejections = await ctx.db
    .query('webhookRejections')
    .withIndex('by_minute', (q) => q.gt('minute', Number(cursor)))
    .take(MAX_ROWS);
  const mentions = mentionOf(marks);
  for (const { _id, sample, claimed } of rejections) {
    if (!mentions([sample.body_start, claimed?.user_id, claimed?.name].join('\n'))) continue;
    await ctx.db.patch('webhookRejections', _id, {
      sample: { ...sample, body_start: '' },
      claimed: undefined,
    });
  }
  const last = rejections.at(-1);
  if (last === undefined || rejections.length < MAX_ROWS) {
    if (rest_after === undefined) return { state: 'done', marks: [] };
    return { phase: 'own deliveries', cursor: rest_after, marks: [clerk_id] };
  }
  // The last minute may have more rows, so read it again; one step always holds a whole minute.
  return { cursor: BigInt(last.minute) - 1n };
}
