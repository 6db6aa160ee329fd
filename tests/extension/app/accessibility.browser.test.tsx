/** axe on every view, on the dialogs and menus over them, and with the keys of other roles. */
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { App } from '../../../extension/app/App.tsx';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import type { StartedBackend } from '../../fixtures/browser/backendCommands.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { connect, form, url } from '../../fixtures/browser/connectForm.ts';
import {
  deliver,
  deploymentOf,
  FullPage,
  openPanel,
  shownRows,
} from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
let viewer: StartedBackend;
const empty = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const row = (name: RegExp) => grid.getByRole('row', { name });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeAll(async () => {
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  viewer = { ...backend, accessKey };
  await deliver(backend, userCreated(), userUpdated({ last_name: 'King' }), {
    event: userCreated(),
    forged: true,
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function open(as: StartedBackend = backend): Promise<void> {
  await openPanel([deploymentOf(as)]);
  await expect.poll(() => shownRows().length).toBe(3);
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
      'the connect form with an error',
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
        await expect.element(page.getByText('No webhooks yet')).toBeVisible();
      },
    ],
    ['the timeline', () => open()],
    [
      'the timeline with a selected event, a filter and selected rows',
      async () => {
        await open();
        await filter.fill('-outcome:stale after:1d');
        await row(/user.created.*applied/).click();
        await userEvent.keyboard(' ');
        await expect.element(page.getByText('1 selected')).toBeVisible();
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
      'the menu of a column',
      async () => {
        await open();
        await grid.getByRole('columnheader', { name: 'Type' }).click({ button: 'right' });
        await expect.element(page.getByRole('menuitem', { name: 'Hide Type' })).toBeVisible();
      },
    ],
    [
      'the dialog that saves a filter',
      async () => {
        await open();
        await filter.fill('type:user.created');
        await button('Views').click();
        await page.getByRole('menuitem', { name: 'Save this filter…' }).click();
        await expect.element(page.getByRole('dialog', { name: 'Save this filter' })).toBeVisible();
      },
    ],
    [
      'the history of a row',
      async () => {
        await open();
        await row(/user.updated/).click();
        await inspector.getByRole('tab', { name: 'Change' }).click();
        await inspector.getByRole('button', { name: /^History of users/ }).click();
        await expect.element(inspector.getByRole('slider')).toBeVisible();
      },
    ],
    [
      'a batch before it starts, with its choices',
      async () => {
        await open();
        await filter.fill('type:user.created');
        await button('Bulk re-dispatch').click();
        await page.getByRole('menuitem', { name: 'Re-dispatch everything shown…' }).click();
        const dialog = page.getByRole('dialog');
        await expect.element(dialog.getByRole('checkbox', { name: /^Force/ })).toBeVisible();
      },
    ],
    [
      'an open payload search with its results',
      async () => {
        await open();
        await button('Search payloads').click();
        await page.getByRole('textbox', { name: 'Search payloads' }).fill('King');
        await userEvent.keyboard('{Enter}');
        await expect.element(page.getByText('1 match in all stored payloads')).toBeVisible();
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
      'a timeline in which nothing matches the filter',
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
    for (const name of ['Deployment acme-dev', 'Views', 'Bulk re-dispatch', 'Copy and export']) {
      await button(name).click();
      await expect.element(page.getByRole('menu')).toBeVisible();
      await expectAccessibleInBothThemes();
      await userEvent.keyboard('{Escape}');
      await expect.element(page.getByRole('menu')).not.toBeInTheDocument();
    }
  });

  test.each([
    ['redispatcher', /Changed .*last name in users/],
    ['viewer', /access key belongs to a viewer/],
  ])('every tab of a delivery, and the Users view, as a %s sees them', async (role, told) => {
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
