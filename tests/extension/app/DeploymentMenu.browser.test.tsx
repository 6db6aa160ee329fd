import { beforeAll, describe, expect, test, vi } from 'vitest';
import { commands, page } from 'vitest/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { deploymentsItem } from '../../../extension/panel/settings.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { accessKey, connect, form, url } from '../../fixtures/browser/connectForm.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const other = ownBackend();

const realFetch = window.fetch;
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });

beforeAll(async () => {
  await deliver(backend, userCreated(), userUpdated({ last_name: 'King' }));
});

test('the deployment menu opens in a panel that has just connected', async () => {
  await openPanel([deploymentOf(backend, 'first'), deploymentOf(other, 'second')]);
  await expect.element(grid).toBeVisible();
  await page.getByRole('button', { name: 'Deployment first' }).click();
  await expect.element(page.getByRole('menuitem', { name: 'second' })).toBeVisible();
});

test('the deployment menu says whose key is in use, and what it may do', async () => {
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openPanel([deploymentOf({ ...backend, accessKey }, 'first')]);
  await expect.element(grid).toBeVisible();
  await page.getByRole('button', { name: 'Deployment first' }).click();
  await expect.element(page.getByRole('menu')).toMatchTextContent('Your key: a viewer, viewer');
});

test('each of several deployments has its own filter and events', async () => {
  await openPanel([deploymentOf(backend, 'first'), deploymentOf(other, 'second')]);
  await filter.fill('type:user.created');
  await expect.poll(() => shownRows().length).toBe(1);
  await page.getByRole('button', { name: 'Deployment first' }).click();
  await page.getByRole('menuitem', { name: 'second' }).click();
  await expect.element(page.getByText('No webhooks yet')).toBeVisible();
  await expect.element(filter).toHaveValue('');
  await page.getByRole('button', { name: 'Deployment second' }).click();
  await page.getByRole('menuitem', { name: 'first' }).click();
  await expect.element(filter).toHaveValue('type:user.created');
});

test('a connection that was cancelled while it was checked is not made', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const fetched = vi.spyOn(window, 'fetch').mockImplementation(async (input, init) => {
    await held;
    return await realFetch(input, init);
  });
  await openPanel([deploymentOf(backend, 'first')]);
  const connectOther = async () => {
    await page.getByRole('button', { name: 'Deployment first' }).click();
    await page.getByRole('menuitem', { name: 'Connect another deployment…' }).click();
    await url.fill(other.url);
    await accessKey.fill(other.accessKey);
    await connect.click();
  };
  await connectOther();
  await expect
    .poll(() => fetched.mock.calls.map(([input]) => new Request(input).url))
    .toContain(`${other.url}/version`);
  await form.getByRole('button', { name: 'Cancel' }).click();
  release();
  // The answers to the first connection come before those to the second.
  await connectOther();
  await expect.element(page.getByText('No webhooks yet')).toBeVisible();
  expect(await deploymentsItem.getValue()).toHaveLength(2);
  fetched.mockRestore();
});

test('a deployment that another tab forgets gives way to a question, not to the next deployment', async () => {
  await openPanel([deploymentOf(backend, 'first'), deploymentOf(other, 'second')]);
  await page.getByRole('button', { name: 'Deployment first' }).click();
  await page.getByRole('menuitem', { name: 'second' }).click();
  await expect.element(page.getByText('No webhooks yet')).toBeVisible();
  const [first] = await deploymentsItem.getValue();
  await deploymentsItem.setValue([first!]);
  await expect.element(page.getByText(/was forgotten in another tab/)).toBeVisible();
  await expect.element(grid).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Open first instead' }).click();
  await expect.element(grid).toBeVisible();
});

test('a deployment that is not on this machine carries a badge', async () => {
  const remote = { ...deploymentOf(backend, 'acme'), url: 'https://happy-otter-123.convex.cloud' };
  await openPanel([remote]);
  await expect.element(page.getByText('remote', { exact: true })).toBeVisible();
});

test('the badge of a deployment that is reached without encryption says so', async () => {
  const url = backend.url.replace('127.0.0.1', 'lan.localhost');
  await openPanel([{ ...deploymentOf(backend, 'acme'), url }]);
  await expect.element(page.getByText('remote, unencrypted')).toBeVisible();
});

describe('a deployment that is kept', () => {
  const dialog = page.getByRole('dialog');
  const kept = () => deploymentsItem.getValue();

  async function choose(item: RegExp) {
    await page.getByRole('button', { name: 'Deployment first' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect.element(dialog).toBeVisible();
  }

  test('can be renamed without its access key being pasted again', async () => {
    await openPanel([deploymentOf(backend, 'first')]);
    await choose(/^Change/);
    await expect.element(accessKey).toHaveAttribute('placeholder', 'Leave empty to keep the key');
    await form.getByRole('textbox', { name: 'Name (optional)' }).fill('renamed');
    await connect.click();
    await expect.element(page.getByRole('button', { name: 'Deployment renamed' })).toBeVisible();
    await expect.element(grid).toBeVisible();
    await expect.poll(kept).toEqual([{ ...deploymentOf(backend, 'first'), name: 'renamed' }]);
  });

  test('never has its key sent to another address', async () => {
    await openPanel([deploymentOf(backend, 'first')]);
    await choose(/^Change/);
    await url.fill(other.url);
    await connect.click();
    await expect
      .element(form.getByRole('alert'))
      .toMatchTextContent('Paste the access key of the deployment at this address.');
    expect(await kept()).toEqual([deploymentOf(backend, 'first')]);
  });

  test('keeps its key when another is refused', async () => {
    await openPanel([deploymentOf(backend, 'first')]);
    await choose(/^Change/);
    await accessKey.fill('wdk_wrong');
    await connect.click();
    await expect.element(form.getByRole('alert')).toMatchTextContent('Unknown access key.');
    expect(await kept()).toEqual([deploymentOf(backend, 'first')]);
  });

  test('is forgotten, with everything that was kept of it, only after a confirmation', async () => {
    const both = [deploymentOf(backend, 'first'), deploymentOf(other, 'second')];
    await openPanel(both);
    await filter.fill('type:user.created');
    const stateOf = async (id: string) => (await fakeBrowser.storage.local.get())[`view:${id}`];
    await expect.poll(() => stateOf('first')).toMatchObject({ filter: 'type:user.created' });

    await choose(/^Forget/);
    await expect.element(dialog).toMatchTextContent(/deletes the access key/);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    expect(await kept()).toEqual(both);

    // A setting that is not yet written when its view closes must not be written again.
    await filter.fill('type:user.updated');
    await choose(/^Forget/);
    await dialog.getByRole('button', { name: 'Forget it' }).click();
    await expect.element(page.getByRole('button', { name: 'Deployment second' })).toBeVisible();
    await expect.poll(kept).toEqual([both[1]]);
    await expect.poll(() => stateOf('first')).toBeUndefined();
    const stored = JSON.stringify(await fakeBrowser.storage.local.get());
    expect(stored).not.toContain('first');
    expect(stored).not.toContain(backend.accessKey);
  });
});
