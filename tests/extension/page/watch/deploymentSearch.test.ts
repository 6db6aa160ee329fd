import { expect, test } from 'vitest';
import { saves } from '../miraCalls.ts';
import { page, start, watch } from './followedPage.ts';

test('an answer from before a navigation names no deployment of the page after it', async () => {
  await start();
  const { promise, resolve } = Promise.withResolvers<void>();
  page.answer = async () => {
    await promise;
    return { kind: 'value', value: ['https://looked-at-1.convex.cloud'] };
  };
  page.recorded = async () => {
    await promise;
    return [{ ...saves(50), url: 'wss://recorded-2.convex.cloud/api/1.48.0/sync' }];
  };
  const asked = [watch.deployments.lookInPage(), watch.deployments.askRecorded()];
  page.navigate();
  resolve();
  await Promise.all(asked);
  expect(watch.deployments.found).toEqual([]);
});
