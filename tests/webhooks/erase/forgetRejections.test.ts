import { expect, test } from 'vitest';
import { all, startBackend } from '../../fixtures/deployments/backend.ts';
import { NOON } from '../../fixtures/data/clerkEvents.ts';
import { ADA, forget, GRACE } from './forgetting.ts';

// Three a minute, so that a step of 256 ends in the midst of a minute.
const REASONS = ['bad_signature', 'missing_header', 'not_json'] as const;

test('the texts of rejections that name the user are cleared, however many there are', async () => {
  const backend = startBackend();
  const minutes = 200;
  await backend.run(async (ctx) => {
    for (let n = 0; n < minutes; n++) {
      const at = NOON + n * 60_000;
      for (const reason of REASONS) {
        const ofGrace = n === 100 && reason === 'not_json';
        await ctx.db.insert('webhookRejections', {
          minute: at,
          reason,
          count: 1,
          first_at: at,
          last_at: at,
          sample: { header_names: [], body_bytes: 9, body_start: '{"data":', diagnosis: 'No.' },
          claimed: { user_id: ofGrace ? GRACE.id : ADA, name: 'Ada Lovelace' },
        });
      }
    }
  });
  await forget(backend);
  const left = (await all(backend, 'webhookRejections')).filter(({ claimed }) => claimed);
  expect(left).toMatchObject([{ minute: NOON + 100 * 60_000, claimed: { user_id: GRACE.id } }]);
  expect(await all(backend, 'webhookRejections')).toHaveLength(minutes * REASONS.length);
});
