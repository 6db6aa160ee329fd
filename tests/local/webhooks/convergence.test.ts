/** Random histories through the real HTTP endpoint leave the rows that the model expects. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { issueKey } from '../../behaviours/deployment.ts';
import { arrivals, endOf, renamed, storedEnd } from '../../fixtures/data/histories.ts';
import { printedSeed } from '../../fixtures/data/seed.ts';
import { startDeployment } from './deployment.ts';

test('50 random histories, with some simultaneous deliveries, leave the rows that the model expects', async () => {
  const deployment = await startDeployment();
  const { accessKey } = await issueKey(deployment);
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
      const ids = [...new Set(history.map(({ event }) => event.clerk_id))];
      const ends = await Promise.all(
        ids.map((clerk_id) => deployment.query(api.webhookAudit.user, { accessKey, clerk_id })),
      );
      const users = ends.flatMap(({ row }) => (row as { clerk_id: string } | null) ?? []);
      const subjects = ends.flatMap(({ subject }, place) =>
        subject === null
          ? []
          : { ...subject, subject: ids[place]!, deleted_at: subject.deleted_at ?? undefined },
      );
      expect(storedEnd(users, subjects)).toEqual(await endOf(history));
    }),
    { numRuns: 50, seed: printedSeed('local') },
  );
});
