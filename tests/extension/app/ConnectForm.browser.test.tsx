import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { deploymentsItem } from '../../../extension/panel/settings.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { accessKey, connect, form, url } from '../../fixtures/browser/connectForm.ts';
import { openPanel } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();

const answersOtherwise = (address: string) =>
  `A server answers at ${address}, but not as a Convex deployment does.`;

test('the form connects, and the panel keeps the deployment', async () => {
  await openPanel([]);
  await url.fill(`  ${backend.url}/  `);
  await accessKey.fill(backend.accessKey);
  await connect.click();
  await expect.element(page.getByRole('grid', { name: 'Webhook events' })).toBeVisible();
  const kept = async () => (await deploymentsItem.getValue())[0];
  await expect.poll(kept).toMatchObject({ url: backend.url, accessKey: backend.accessKey });
});

test('a pasted connect string fills both fields', async () => {
  await openPanel([]);
  await accessKey.fill(`${backend.accessKey}@${new URL(backend.url).host}`);
  await expect.element(url).toHaveValue(new URL(backend.url).host);
  await expect.element(accessKey).toHaveValue(backend.accessKey);
  await connect.click();
  await expect.element(page.getByRole('grid', { name: 'Webhook events' })).toBeVisible();
});

test('a pasted connect string connects without a click', async () => {
  await openPanel([]);
  await expect.element(url).toHaveFocus();
  const field = url.element() as HTMLInputElement;
  field.value = `${backend.accessKey}@${new URL(backend.url).host}`;
  field.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste', bubbles: true }));
  await expect.element(page.getByRole('grid', { name: 'Webhook events' })).toBeVisible();
});

describe('the local deployment', () => {
  const offer = form.getByRole('button', { name: 'Use the local deployment, 127.0.0.1:3210' });
  let asked: string[];
  const answerAtUsualPort = (answer: () => Promise<Response>) => {
    asked = [];
    vi.spyOn(window, 'fetch').mockImplementation(async (input) => {
      asked.push(new Request(input).url);
      return await answer();
    });
  };
  afterEach(() => vi.restoreAllMocks());

  test('is offered where it answers, and filled in by a click', async () => {
    answerAtUsualPort(async () => new Response('1.48.0'));
    await openPanel([]);
    await expect.element(offer).toBeVisible();
    await expect.element(url).toHaveValue('');
    await offer.click();
    await expect.element(url).toHaveValue('http://127.0.0.1:3210');
    await expect.element(accessKey).toHaveFocus();
    expect(asked).toEqual(['http://127.0.0.1:3210/version']);
  });

  test('is not offered where nothing answers', async () => {
    answerAtUsualPort(async () => await Promise.reject(new TypeError('Failed to fetch')));
    await openPanel([]);
    await expect.poll(() => asked).toHaveLength(1);
    await expect.element(form).toBeVisible();
    await expect.element(offer).not.toBeInTheDocument();
  });
});

test('the command that makes an access key can be copied', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await openPanel([]);
  await form.getByRole('button', { name: 'Copy the command' }).click();
  await expect
    .poll(() => write.mock.calls.at(-1)?.[0])
    .toMatch(/^npx convex run webhookAdmin:issueAccessKey '\{.*"role":"redispatcher"\}'$/);
});

test('a URL and a key that were pasted with their names and quotes connect', async () => {
  await openPanel([]);
  await url.fill(`CONVEX_URL="${backend.url}",`);
  await accessKey.fill(`"${backend.accessKey}",`);
  await connect.click();
  await expect.element(page.getByRole('grid', { name: 'Webhook events' })).toBeVisible();
});

test('the message at a field that only needs typing again has no button to copy it', async () => {
  await openPanel([]);
  await connect.click();
  await expect.element(form.getByRole('alert')).toMatchTextContent('Type the URL');
  await expect
    .element(form.getByRole('button', { name: 'Copy the error' }))
    .not.toBeInTheDocument();
});

test('the message about a wrong key does not repeat the command to make one', async () => {
  await openPanel([]);
  await url.fill(backend.url);
  await accessKey.fill('wdk_wrong');
  await connect.click();
  await expect.element(form.getByRole('alert')).toMatchTextContent(/^Unknown access key\.$/);
  await expect.element(form).toMatchTextContent(/Create one with npx convex run/);
});

test.each([
  ['https://dashboard.convex.dev/t/acme', 'any', url, 'The deployment URL is there under Settings'],
  ['', 'any', url, 'Type the URL of the deployment.'],
  ['http://127.0.0.1:9', 'any', url, 'Nothing answers at http://127.0.0.1:9.'],
  ['THIS PAGE', 'any', url, 'not as a Convex deployment does'],
  ['BACKEND', '', accessKey, 'Paste the access key.'],
  ['BACKEND', 'wdk_wrong', accessKey, 'Unknown access key.'],
])(
  'the URL %j with the key %j is refused by a message at the field, and not kept',
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

test('nothing is sent unencrypted to another machine until the user agrees', async () => {
  const elsewhere = backend.url.replace('127.0.0.1', 'lan.localhost');
  await openPanel([]);
  await url.fill(elsewhere);
  await accessKey.fill(backend.accessKey);
  await connect.click();
  await expect.element(form.getByRole('alert')).toMatchTextContent(/would travel unencrypted/);
  await form.getByRole('button', { name: 'Connect unencrypted' }).click();
  // A local deployment refuses every host name but this machine's own.
  await expect.element(form.getByRole('alert')).toMatchTextContent(answersOtherwise(elsewhere));
  expect(await deploymentsItem.getValue()).toEqual([]);
});

test("a webhook endpoint's address is refused, since it is not the deployment's", async () => {
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
