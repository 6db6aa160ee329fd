import { expect, test } from 'vitest';
import { fetchAll } from '../../../extension/transfer/fetchAll.ts';

test('results keep their order whichever arrives first, and a few are requested at a time', async () => {
  let open = 0;
  let most = 0;
  const ids = Array.from({ length: 50 }, (_, at) => at);
  const { fetched, missed } = await fetchAll(ids, async (id) => {
    most = Math.max(most, ++open);
    await new Promise((resolve) => setTimeout(resolve, (id * 7) % 5));
    open--;
    return id * 2;
  });
  expect(fetched).toEqual(ids.map((id) => id * 2));
  expect(missed).toBe(0);
  expect(most).toBeLessThanOrEqual(8);
});

test('deliveries that cannot be fetched are left out and counted', async () => {
  const fetch = async (id: number) => {
    if (id === 2) throw new Error('gone');
    return id;
  };
  expect(await fetchAll([1, 2, 3], fetch)).toEqual({ fetched: [1, 3], missed: 1 });
});
