/** The rejections of a local deployment, read by the client that the panel uses. */
import { beforeAll, expect, test } from 'vitest';
import { RejectionMap } from '../../../../extension/data/feed/rejections.ts';
import { eventually } from '../../../fixtures/eventually.ts';
import { startRejectingDeployment } from '../../../fixtures/deployments/rejectingDeployment.ts';

const MINUTE = 60_000;
/** More rows than a page of the panel holds, at one row a minute. */
const MINUTES = 150;
const NOW = Date.UTC(2026, 0, 5, 12);

const { client, socket, accessKey, countRejection } = await startRejectingDeployment();

beforeAll(async () => {
  for (let minute = 0; minute < MINUTES; minute++) await countRejection(NOW - minute * MINUTE);
});

test('rejections older than the live ones are read back to any time, and to the first', async () => {
  const map = new RejectionMap();
  const refused: unknown[] = [];
  const stop = map.follow(client, accessKey, (error) => refused.push(error));
  await eventually(() => expect(map.rows[0]?.minute).toBe(NOW));

  await map.fetchBackTo(client, accessKey, NOW - 100 * MINUTE);
  expect(map.rows.at(-1)?.minute).toBeLessThanOrEqual(NOW - 100 * MINUTE);

  await map.fetchBackTo(client, accessKey, 0);
  expect(map.rows.map(({ minute }) => (NOW - minute) / MINUTE)).toEqual(
    Array.from({ length: MINUTES }, (_, minute) => minute),
  );
  stop();
  expect(refused).toEqual([]);
});

test('when a rejection changes, only that rejection is sent to a panel', async () => {
  const map = new RejectionMap();
  const stop = map.follow(client, accessKey, () => {});
  const start = NOW + MINUTE + 30_000;
  await countRejection(start);
  await eventually(() => expect(map.rows[0]).toMatchObject({ count: 1, last_at: start }));

  socket.bytes = 0;
  const times = 10;
  for (let n = 1; n <= times; n++) {
    await countRejection(start + n * 1000);
    await eventually(() => expect(map.rows[0]).toMatchObject({ count: n + 1 }));
  }
  const row = JSON.stringify(map.rows[0]).length;
  expect(socket.bytes).toBeLessThan((times + 2) * 3 * row);
  stop();
});
