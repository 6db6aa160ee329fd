import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { deploymentsItem } from '../../../extension/app/settings.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { accessKey, connect, form, url } from '../../fixtures/connectForm.ts';
import { openPanel } from '../../fixtures/panel.tsx';

let backend: StartedBackend;

const answersOtherwise = (address: string) =>
  `A server answers at ${address}, but not as a Convex deployment does.`;

beforeAll(async () => {
  backend = await commands.startBackend();
});
afterAll(() => commands.stopBackend(backend.url));

test('connects, and keeps the deployment', async () => {
  await openPanel([]);
  await url.fill(`  ${backend.url}/  `);
  await accessKey.fill(backend.accessKey);
  await connect.click();
  await expect.element(page.getByRole('grid', { name: 'Webhook events' })).toBeVisible();
  const kept = async () => (await deploymentsItem.getValue())[0];
  await expect.poll(kept).toMatchObject({ url: backend.url, accessKey: backend.accessKey });
});

test.each([
  ['https://happy-otter-123.convex.site', 'any', url, 'https://happy-otter-123.convex.cloud'],
  ['', 'any', url, 'Type the URL of the deployment.'],
  ['http://127.0.0.1:9', 'any', url, 'Nothing answers at http://127.0.0.1:9.'],
  ['THIS PAGE', 'any', url, 'not as a Convex deployment does'],
  ['BACKEND', '', accessKey, 'Paste the access key.'],
  ['BACKEND', 'wdk_wrong', accessKey, 'This access key is not known here.'],
])(
  'answers %j with key %j in words at the field, and keeps nothing',
  async (address, key, field, advice) => {
    await openPanel([]);
    await expect.element(url).toHaveFocus();
    const addresses: Record<string, string> = {
      BACKEND: backend.url,
      'THIS PAGE': location.origin,
    };
    await url.fill(addresses[address] ?? address);
    await accessKey.fill(key);
    await connect.click();
    await expect.element(form.getByRole('alert')).toMatchTextContent(advice);
    await expect.element(field).toHaveFocus();
    expect(await deploymentsItem.getValue()).toEqual([]);
  },
);

test('sends nothing unencrypted to another machine before that is agreed to', async () => {
  const elsewhere = backend.url.replace('127.0.0.1', 'lan.localhost');
  await openPanel([]);
  await url.fill(elsewhere);
  await accessKey.fill(backend.accessKey);
  await connect.click();
  await expect.element(form.getByRole('alert')).toMatchTextContent(/would travel unencrypted/);
  await form.getByRole('button', { name: 'Connect unencrypted' }).click();
  // A local deployment refuses all but names of this machine.
  await expect.element(form.getByRole('alert')).toMatchTextContent(answersOtherwise(elsewhere));
  expect(await deploymentsItem.getValue()).toEqual([]);
});

test('says that a webhook address is not the deployment', async () => {
  await openPanel([]);
  await url.fill(backend.siteUrl);
  await accessKey.fill(backend.accessKey);
  await connect.click();
  await expect
    .element(form.getByRole('alert'))
    .toMatchTextContent(answersOtherwise(backend.siteUrl));
  await expect.element(url).toHaveValue(backend.siteUrl);
  await expect.element(accessKey).toHaveValue(backend.accessKey);
  expect(await deploymentsItem.getValue()).toEqual([]);
});
