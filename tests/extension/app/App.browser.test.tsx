import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { deploymentsItem } from '../../../extension/app/settings.ts';
import { expectAccessible } from '../../fixtures/accessible.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
let other: StartedBackend;

const form = page.getByRole('form', { name: 'Connect' });
const url = form.getByRole('textbox', { name: 'Deployment URL' });
const accessKey = form.getByRole('textbox', { name: 'Access key' });
const connect = form.getByRole('button', { name: 'Connect' });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });

beforeAll(async () => {
  backend = await commands.startBackend();
  other = await commands.startBackend();
  await deliver(backend, userCreated(), userUpdated({ last_name: 'King' }));
  await deliver(backend, { event: userCreated(), forged: true });
});
afterAll(async () => {
  await commands.stopBackend(backend.url);
  await commands.stopBackend(other.url);
});

describe('the connect form', () => {
  test('connects, and keeps the deployment', async () => {
    await openPanel([]);
    await url.fill(`  ${backend.url}/  `);
    await accessKey.fill(backend.accessKey);
    await connect.click();
    await expect.element(grid).toBeVisible();
    const kept = async () => (await deploymentsItem.getValue())[0];
    await expect.poll(kept).toMatchObject({ url: backend.url, accessKey: backend.accessKey });
  });

  test.each([
    ['https://happy-otter-123.convex.site', 'any', 'https://happy-otter-123.convex.cloud'],
    ['', 'any', 'Type the URL of the deployment.'],
    ['http://127.0.0.1:9', 'any', 'Nothing answers at http://127.0.0.1:9.'],
    ['THIS PAGE', 'any', 'it is not a Convex deployment'],
    ['BACKEND', '', 'Paste the access key.'],
    ['BACKEND', 'wdk_wrong', 'This access key is not known here.'],
  ])('answers %j with key %j in words, and keeps nothing', async (address, key, advice) => {
    await openPanel([]);
    const addresses: Record<string, string> = {
      BACKEND: backend.url,
      'THIS PAGE': location.origin,
    };
    await url.fill(addresses[address] ?? address);
    await accessKey.fill(key);
    await connect.click();
    await expect.element(form.getByRole('alert')).toMatchTextContent(advice);
    expect(await deploymentsItem.getValue()).toEqual([]);
  });

  test('sends nothing unencrypted to another machine before that is agreed to', async () => {
    const elsewhere = backend.url.replace('127.0.0.1', 'lan.localhost');
    await openPanel([]);
    await url.fill(elsewhere);
    await accessKey.fill(backend.accessKey);
    await connect.click();
    await expect.element(form.getByRole('alert')).toMatchTextContent(/would travel unencrypted/);
    await form.getByRole('button', { name: 'Connect unencrypted' }).click();
    // A local deployment answers only to names of this machine.
    await expect
      .element(form.getByRole('alert'))
      .toMatchTextContent(`Nothing answers at ${elsewhere}`);
    expect(await deploymentsItem.getValue()).toEqual([]);
  });

  test('says that a webhook address is not the deployment', async () => {
    await openPanel([]);
    await url.fill(backend.siteUrl);
    await accessKey.fill(backend.accessKey);
    await connect.click();
    await expect.element(form.getByRole('alert')).toBeVisible();
    expect(await deploymentsItem.getValue()).toEqual([]);
  });
});

test('the deployment menu opens in a panel that has just connected', async () => {
  await openPanel([deploymentOf(backend, 'first'), deploymentOf(other, 'second')]);
  await expect.element(grid).toBeVisible();
  await page.getByRole('button', { name: 'Deployment first' }).click();
  await expect.element(page.getByRole('menuitem', { name: 'second' })).toBeVisible();
});

test('each of several deployments has its own filter and events', async () => {
  await openPanel([deploymentOf(backend, 'first'), deploymentOf(other, 'second')]);
  await filter.fill('type:user.created');
  await expect.poll(() => shownRows().length).toBe(1);
  await page.getByRole('button', { name: 'Deployment first' }).click();
  await page.getByRole('menuitem', { name: 'second' }).click();
  await expect.element(page.getByText('No webhook has come yet')).toBeVisible();
  await expect.element(filter).toHaveValue('');
  await page.getByRole('button', { name: 'Deployment second' }).click();
  await page.getByRole('menuitem', { name: 'first' }).click();
  await expect.element(filter).toHaveValue('type:user.created');
});

test('filter, selection and view are as they were when the panel is opened again', async () => {
  const first = await openPanel([deploymentOf(backend)]);
  await filter.fill('user:user_2ada');
  await grid.getByRole('row', { name: /user.updated/ }).click();
  await first.unmount();
  const second = await openPanel([deploymentOf(backend)]);
  await expect.element(filter).toHaveValue('user:user_2ada');
  await expect
    .element(grid.getByRole('row', { name: /user.updated/ }))
    .toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Users' }).click();
  await expect.element(page.getByRole('grid', { name: 'Users' })).toBeVisible();
  await second.unmount();
  await openPanel([deploymentOf(backend)]);
  await expect.element(page.getByRole('grid', { name: 'Users' })).toBeVisible();
});

describe('a link', () => {
  const inspector = page.getByRole('complementary', { name: 'Inspector' });

  async function switchTo(from: string, to: string) {
    await page.getByRole('button', { name: `Deployment ${from}` }).click();
    await page.getByRole('menuitem', { name: to }).click();
    await expect.element(page.getByRole('button', { name: `Deployment ${to}` })).toBeVisible();
  }

  test('opens its deployment at its event, once, and leaves the other deployment as it was', async () => {
    const [answer] = await deliver(backend, userUpdated({ last_name: 'Linked' }));
    await openPanel([deploymentOf(other, 'other'), deploymentOf(backend)], {
      event: answer!.id!,
      deployment: backend.url,
    });
    const selected = grid.getByRole('row', { selected: true });
    await expect.element(page.getByRole('button', { name: 'Deployment acme-dev' })).toBeVisible();
    await expect.element(inspector).toBeVisible();
    await expect.element(selected).toBeVisible();

    await switchTo('acme-dev', 'other');
    await expect.element(page.getByText('No webhook has come yet')).toBeVisible();
    await expect.element(inspector).not.toBeInTheDocument();

    await switchTo('other', 'acme-dev');
    await expect.element(selected).toBeVisible();
    await grid.getByRole('row', { name: /user.created/ }).click();
    await switchTo('acme-dev', 'other');
    await switchTo('other', 'acme-dev');
    await expect.element(selected).toMatchTextContent(/user.created/);
  });

  test('to a deployment that is not known says what to connect, and opens there when it is', async () => {
    const [answer] = await deliver(backend, userUpdated({ last_name: 'Linked' }));
    const link = { event: answer!.id!, deployment: backend.url };
    await openPanel([deploymentOf(other, 'other')], link);
    await expect
      .element(page.getByText(/^This link leads to an event of/))
      .toMatchTextContent(backend.url);
    await expect.element(grid).not.toBeInTheDocument();
    await expect.element(url).toHaveValue(backend.url);
    await accessKey.fill(backend.accessKey);
    await connect.click();
    await expect.element(inspector).toBeVisible();
    await expect.element(grid.getByRole('row', { selected: true })).toBeVisible();
  });

  test('to an event that is not there says so, in words that can be copied', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await openPanel([deploymentOf(backend)], { event: 'jd7abc', deployment: backend.url });
    const problem = inspector.getByRole('alert');
    await expect.element(problem).toMatchTextContent(/If you came by a link, it is not complete/);
    await problem.getByRole('button', { name: 'Copy the error' }).click();
    await expect.poll(() => write.mock.calls.at(-1)?.[0]).toContain('If you came by a link');
  });

  test('to a deployment that is not known can be left for one that is', async () => {
    await openPanel([deploymentOf(other, 'other')], {
      event: 'jd7abc',
      deployment: 'https://happy-otter-123.convex.cloud',
    });
    await page.getByRole('button', { name: 'Open other instead' }).click();
    await expect.element(page.getByText('No webhook has come yet')).toBeVisible();
    await expect.element(inspector).not.toBeInTheDocument();
  });
});

describe('a deployment that is kept', () => {
  const dialog = page.getByRole('dialog');
  const kept = () => deploymentsItem.getValue();

  async function choose(item: RegExp) {
    // Until then the panel is still connecting, and its header about to be another.
    await expect.element(grid).toBeVisible();
    await page.getByRole('button', { name: 'Deployment first' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect.element(dialog).toBeVisible();
  }

  test('gets another name without its access key being pasted again', async () => {
    await openPanel([deploymentOf(backend, 'first')]);
    await choose(/^Change/);
    await expect.element(accessKey).toHaveAttribute('placeholder', 'Leave empty to keep the key');
    await form.getByRole('textbox', { name: 'Name (optional)' }).fill('renamed');
    await connect.click();
    await expect.element(page.getByRole('button', { name: 'Deployment renamed' })).toBeVisible();
    await expect.element(grid).toBeVisible();
    await expect.poll(kept).toEqual([{ ...deploymentOf(backend, 'first'), name: 'renamed' }]);
  });

  test('has its key sent to no other address', async () => {
    await openPanel([deploymentOf(backend, 'first')]);
    await choose(/^Change/);
    await form.getByRole('textbox', { name: 'Deployment URL' }).fill(other.url);
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
    await expect
      .element(form.getByRole('alert'))
      .toMatchTextContent('This access key is not known here.');
    expect(await kept()).toEqual([deploymentOf(backend, 'first')]);
  });

  test('is forgotten only after a question, with all that was kept of it', async () => {
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

    // Not yet written when its view closes: it does not come back.
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

test('? shows every key and Escape closes the sheet', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid).toHaveFocus();
  await userEvent.keyboard('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard' });
  await expect.element(sheet).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(sheet).not.toBeInTheDocument();
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

describe.each(['light', 'dark'])('in %s, axe finds nothing on', (theme) => {
  test.each<[string, () => Promise<unknown>]>([
    ['the connect form', async () => openPanel([])],
    ['the timeline', async () => openPanel([deploymentOf(backend)])],
    [
      'the timeline with a selected event, a filter and picked rows',
      async () => {
        await openPanel([deploymentOf(backend)]);
        await filter.fill('-outcome:stale after:1d');
        await grid.getByRole('row', { name: /user.created/ }).click();
        await userEvent.keyboard(' ');
        await expect.element(page.getByText('1 picked')).toBeVisible();
      },
    ],
    [
      'the keyboard sheet',
      async () => {
        await openPanel([deploymentOf(backend)]);
        await expect.element(grid).toHaveFocus();
        await userEvent.keyboard('?');
      },
    ],
    [
      'the columns',
      async () => {
        await openPanel([deploymentOf(backend)]);
        await page.getByRole('button', { name: 'Columns', exact: true }).click();
        await expect.element(page.getByRole('button', { name: 'Reset columns' })).toBeVisible();
      },
    ],
    [
      'a menu',
      async () => {
        await openPanel([deploymentOf(backend)]);
        await page.getByRole('button', { name: 'Views', exact: true }).click();
        await expect.element(page.getByRole('menu')).toBeVisible();
      },
    ],
    [
      'a link to a deployment that is not known',
      async () => openPanel([deploymentOf(other)], { event: 'jd7abc', deployment: backend.url }),
    ],
    ['an empty timeline', async () => openPanel([deploymentOf(other)])],
  ])('%s', async (_name, open) => {
    document.documentElement.dataset.theme = theme;
    await open();
    await expect
      .poll(() => document.querySelectorAll('form, [role=grid]').length)
      .toBeGreaterThan(0);
    await expectAccessible();
  });
});
