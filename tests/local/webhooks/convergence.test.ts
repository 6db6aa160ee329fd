/** Random histories through the real HTTP endpoint leave the rows that the model expects. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { issueKey } from '../../behaviours/deployment.ts';
import { arrivals, endOf, renamed, storedEndOf } from '../../fixtures/data/histories.ts';
import { printedSeed } from '../../fixtures/data/seed.ts';
import { startDeployment } from './deployment.ts';

test('50 random histories, with some simultaneous deliveries, leave the rows that the model expects', async () => {
  const deployment = await startDeployment();
  const { accessKey } = await issueKey(deployment);
  const user = async (clerk_id: string) =>
    await deployment.query(api.webhookAudit.user, { accessKey, clerk_id });
  let played = 0;
  await fc.assert(
    fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 4 }), async (random, atOnce) => {
      const history = renamed(random, `_${played++}`);
      for (let next = 0; next < history.length; next += atOnce) {
        const answers = await Promise.all(
          history
            .slice(next, next + atOnce)
            .map(({ event, svix_id }) => deployment.deliver(event.body, { svix_id })),
        );
        expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      }
      expect(await storedEndOf(history, user)).toEqual(await endOf(history));
    }),
    { numRuns: 50, seed: printedSeed('local') },
  );
});
