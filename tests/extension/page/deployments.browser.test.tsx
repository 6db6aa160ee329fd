/** What the panel says of the deployments that the inspected page talks to. */
import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { currentDeploymentItem, deploymentsItem } from '../../../extension/panel/settings.ts';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { connect, form, url } from '../../fixtures/browser/connectForm.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';
import { clerkRequest, FakePage } from './fakePage.ts';
import { peopleOf } from './people.ts';

const backend = ownBackend();
const { Person } = peopleOf(backend);

describe('the deployment of the page', () => {
  const socketOf = (origin: string) => ({
    ...clerkRequest({ path: 'client', from: 0, body: '' }),
    url: `${origin.replace(/^http/, 'ws')}/api/1.48.0/sync`,
    status: 101,
  });

  test('is offered in the connect form with its whole host, and filled in only by a click', async () => {
    const inspected = new FakePage();
    const trap = 'https://happy-otter-123.convex.cloud.attacker.example';
    inspected.history = [socketOf(trap), socketOf(backend.url)];
    await openPanel([], null, inspected);
    const offers = form.getByRole('region', { name: 'Deployments of the page' });
    await expect.element(offers.getByRole('button', { name: `Use ${trap}` })).toBeVisible();
    await expect.element(offers).toMatchTextContent(/Neither on this machine nor at convex.cloud/);
    await expect.element(url).toHaveValue('');
    await expectAccessibleInBothThemes();
    await offers.getByRole('button', { name: `Use ${backend.url}` }).click();
    await expect.element(url).toHaveValue(backend.url);
    expect(await deploymentsItem.getValue()).toEqual([]);
    await expect.element(connect).toBeVisible();
  });

  test('is looked for on demand in a page that was open before DevTools', async () => {
    const inspected = new FakePage();
    inspected.answer = () => ({ kind: 'value', value: ['https://happy-otter-123.convex.cloud'] });
    await openPanel([], null, inspected);
    await form.getByRole('button', { name: 'Look in the page' }).click();
    await expect
      .element(form.getByRole('button', { name: 'Use https://happy-otter-123.convex.cloud' }))
      .toBeVisible();
  });

  test('raises a warning if it is not the panel’s, until the page connects to the panel’s', async () => {
    const person = new Person();
    await person.arrives();
    person.inspected.history.push(socketOf('https://happy-otter-123.convex.cloud'));
    await person.open();
    const warning = page.getByRole('status', { name: 'Other deployment' });
    await expect
      .element(warning)
      .toMatchTextContent(
        /talks to https:\/\/happy-otter-123\.convex\.cloud, but this panel shows/,
      );
    person.inspected.request(socketOf(backend.url));
    await expect.element(warning).not.toBeInTheDocument();
  });

  test('is not switched to by itself, though the panel knows it', async () => {
    const person = new Person();
    await person.arrives();
    const known = {
      ...deploymentOf(backend, 'other'),
      url: 'https://happy-otter-123.convex.cloud',
    };
    person.inspected.history.push(socketOf(known.url));
    await openPanel([deploymentOf(backend), known], null, person.inspected);
    await expect.element(page.getByRole('status', { name: 'Other deployment' })).toBeVisible();
    await expect
      .element(
        page
          .getByRole('grid', { name: 'Webhook events' })
          .getByRole('row', { name: /Mira/ })
          .first(),
      )
      .toBeVisible();
    expect(await currentDeploymentItem.getValue()).not.toBe(known.id);
  });
});
