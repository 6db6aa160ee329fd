/** What axe finds on the views, on what opens over them, and on them as others see them. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { App } from '../../../extension/app/App.tsx';
import { expectAccessibleInBothThemes } from '../../fixtures/accessible.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';
import { connect, form, url } from '../../fixtures/connectForm.ts';
import { deliver, deploymentOf, FullPage, openPanel, shownRows } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
let viewer: StartedBackend;
let empty: StartedBackend;
const grid = page.getByRole('grid', { name: 'Webhook events' });
const row = (name: RegExp) => grid.getByRole('row', { name });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeAll(async () => {
  backend = await commands.startBackend();
  empty = await commands.startBackend();
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  viewer = { ...backend, accessKey };
  await deliver(backend, userCreated(), userUpdated({ last_name: 'King' }), {
    event: userCreated(),
    forged: true,
  });
});
afterAll(async () => {
  await commands.stopBackend(backend.url);
  await commands.stopBackend(empty.url);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Rows that came by themselves fade in, and have not their full contrast until then. */
async function open(as: StartedBackend = backend): Promise<void> {
  await openPanel([deploymentOf(as)]);
  await expect.poll(() => shownRows().length).toBe(3);
  await expect.poll(() => document.getAnimations()).toEqual([]);
}

describe('in light and in dark, axe finds nothing on', () => {
  test.each<[string, () => Promise<unknown>]>([
    [
      'the connect form',
      async () => {
        await openPanel([]);
        await expect.element(form).toBeVisible();
      },
    ],
    [
      'the connect form with what was wrong',
      async () => {
        await openPanel([]);
        await url.fill('ftp://example.com');
        await connect.click();
        await expect.element(page.getByRole('alert')).toBeVisible();
      },
    ],
    [
      'a link to a deployment that is not known',
      async () => {
        await openPanel([deploymentOf(empty)], { event: 'jd7abc', deployment: backend.url });
        await expect.element(form).toBeVisible();
      },
    ],
    [
      'an empty timeline',
      async () => {
        await openPanel([deploymentOf(empty)]);
        await expect.element(page.getByText('No webhook has come yet')).toBeVisible();
      },
    ],
    ['the timeline', () => open()],
    [
      'the timeline with a selected event, a filter and picked rows',
      async () => {
        await open();
        await filter.fill('-outcome:stale after:1d');
        await row(/user.created/).click();
        await userEvent.keyboard(' ');
        await expect.element(page.getByText('1 picked')).toBeVisible();
      },
    ],
    [
      'the keyboard sheet',
      async () => {
        await open();
        await userEvent.keyboard('?');
        await expect.element(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
      },
    ],
    [
      'the columns',
      async () => {
        await open();
        await button('Columns').click();
        await expect.element(button('Reset columns')).toBeVisible();
      },
    ],
    [
      'a batch before it starts, with its choices',
      async () => {
        await open();
        await filter.fill('type:user.created');
        await button('Re-dispatch many').click();
        await page.getByRole('menuitem', { name: 'All that match the filter…' }).click();
        const dialog = page.getByRole('dialog');
        await expect.element(dialog.getByRole('checkbox', { name: /held back/ })).toBeVisible();
      },
    ],
    [
      'an open payload search and what it found',
      async () => {
        await open();
        await button('Search payloads').click();
        await page.getByRole('textbox', { name: 'Search payloads' }).fill('King');
        await userEvent.keyboard('{Enter}');
        await expect.element(page.getByText('1 found in all payloads that are kept')).toBeVisible();
      },
    ],
    [
      'a rejection',
      async () => {
        await open();
        await row(/rejected/).click();
        await expect.element(inspector.getByText(/No signature matches/)).toBeVisible();
      },
    ],
    [
      'a timeline that the filter empties',
      async () => {
        await open();
        await filter.fill('user:nobody');
        await userEvent.keyboard('{Escape}');
        await expect.element(button('Clear the filter')).toBeVisible();
      },
    ],
    [
      'the question before a deployment is forgotten',
      async () => {
        await open();
        await button('Deployment acme-dev').click();
        await page.getByRole('menuitem', { name: /^Forget/ }).click();
        await expect.element(button('Forget it')).toBeVisible();
      },
    ],
    [
      'the form that changes a deployment',
      async () => {
        await open();
        await button('Deployment acme-dev').click();
        await page.getByRole('menuitem', { name: /^Change/ }).click();
        await expect.element(form).toBeVisible();
      },
    ],
    [
      'a panel that stopped with an error',
      async () => {
        vi.spyOn(console, 'error').mockReturnValue();
        vi.spyOn(fakeBrowser.storage.local, 'get').mockRejectedValue(new Error('The disk is full'));
        await render(<App link={null} />, { wrapper: FullPage });
        await expect.element(page.getByText('The panel stopped with an error')).toBeVisible();
      },
    ],
    [
      'a timeline that was cleared, and paused',
      async () => {
        await open();
        await button('Clear').click();
        await button('Pause').click();
        await expect.element(page.getByText('New events appear here.')).toBeVisible();
      },
    ],
  ])('%s', async (_name, show) => {
    await show();
    await expectAccessibleInBothThemes();
  });

  test('the menus', async () => {
    await open();
    await row(/King/).click();
    for (const name of ['Deployment acme-dev', 'Views', 'Re-dispatch many', 'Copy and export']) {
      await button(name).click();
      await expect.element(page.getByRole('menu')).toBeVisible();
      await expectAccessibleInBothThemes();
      await userEvent.keyboard('{Escape}');
      await expect.element(page.getByRole('menu')).not.toBeInTheDocument();
    }
  });

  test.each([
    ['redispatcher', /Changed last name of/],
    ['viewer', /access key belongs to a viewer/],
  ])('any tab of a delivery, and the users, as a %s sees them', async (role, told) => {
    await open(role === 'viewer' ? viewer : backend);
    await row(/user.updated/).click();
    await expect.element(inspector.getByText(told).first()).toBeVisible();
    for (const name of ['Overview', 'Change', 'Payload', 'Diff', 'Headers', 'Attempts', 'User']) {
      await inspector.getByRole('tab', { name, exact: true }).click();
      await expect
        .element(inspector.getByText(/^(Loading|Reading|Comparing)/))
        .not.toBeInTheDocument();
      await expectAccessibleInBothThemes();
    }
    await button('Users').click();
    await expect.element(page.getByRole('grid', { name: 'Users' })).toBeVisible();
    await expectAccessibleInBothThemes();
  });
});
