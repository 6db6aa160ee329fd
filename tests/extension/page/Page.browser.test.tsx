/** What the panel shows of a fake inspected page, over a real deployment. */
import { describe, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { pageItem } from '../../../extension/panel/settings.ts';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';
import { clerkClient } from './fakePage.ts';
import { bar, peopleOf, step } from './people.ts';

const backend = ownBackend();
const { Person, inStep } = peopleOf(backend);
const filter = page.getByRole('textbox', { name: 'Filter events' });
const grid = page.getByRole('grid', { name: 'Webhook events' });

describe('the page’s user', () => {
  test('is in step with the row until a save, and again once its webhook has come', async () => {
    const person = await inStep();
    await person.save({ last_name: 'Vale' });
    await expect.element(step).toMatchTextContent(/row behind the page/);
    await person.webhook();
    await expect.element(step).toMatchTextContent(/in step/);
  });

  test('has buttons that stay in place when the text beside them grows', async () => {
    const person = await inStep();
    const places = () =>
      ['Only this user', 'Compare'].map(
        (name) => page.getByRole('button', { name }).element().getBoundingClientRect().x,
      );
    const before = places();
    await person.save({ last_name: 'Vale' });
    await expect.element(step).toMatchTextContent(/row behind the page/);
    expect(places()).toEqual(before);
  });

  test('becomes the filter by a click or a key, never by itself', async () => {
    const person = await inStep();
    await expect.element(filter).toHaveValue('');
    await page.getByRole('button', { name: 'Only this user' }).click();
    await expect.element(filter).toHaveValue(`user:${person.id}`);
    await filter.fill('');
    await grid.click({ position: { x: 5, y: 5 } });
    await userEvent.keyboard('u');
    await expect.element(filter).toHaveValue(`user:${person.id}`);
  });

  test('is compared field by field with the newest payload and the row', async () => {
    const person = await inStep();
    await person.save({ last_name: 'Vale' });
    await page.getByRole('button', { name: 'Compare' }).click();
    const dialog = page.getByRole('dialog');
    await expect
      .element(dialog.getByRole('row', { name: 'differs: last_name Vale Holm Holm' }))
      .toBeVisible();
    await expect
      .element(dialog.getByRole('row', { name: /^first_name Mira Mira Mira/ }))
      .toBeVisible();
    await expectAccessibleInBothThemes();
    await person.webhook();
    await expect
      .element(dialog.getByRole('row', { name: /^last_name Vale Vale Vale/ }))
      .toBeVisible();
  });

  test('is compared only by version for a viewer, whose values are masked', async () => {
    const person = new Person();
    await person.arrives();
    const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
    await openPanel([deploymentOf({ ...backend, accessKey })], null, person.inspected);
    await expect.element(step).toMatchTextContent(/in step/);
    await page.getByRole('button', { name: 'Compare' }).click();
    await expect.element(page.getByRole('dialog')).toMatchTextContent(/only versions are compared/);
    await expect.element(page.getByRole('dialog').getByRole('table')).not.toBeInTheDocument();
  });

  test('is nobody after signing out', async () => {
    const person = await inStep();
    const body = { response: clerkClient(null) };
    person.inspected.call({ method: 'DELETE', path: 'client/sessions', from: Date.now(), body });
    await expect.element(bar).toMatchTextContent(/nobody is signed in/);
  });
});

describe('the switch', () => {
  test('stops following the page, is kept, and starts following again', async () => {
    const person = await inStep();
    await page.getByRole('button', { name: 'Page', exact: true }).click();
    await expectAccessibleInBothThemes();
    await page.getByRole('checkbox', { name: 'Follow the inspected page' }).click();
    await expect.poll(() => person.inspected.isLeft).toBe(true);
    await userEvent.keyboard('{Escape}');
    await expect.element(bar).not.toBeInTheDocument();
    await expect.poll(() => pageItem.getValue()).toMatchObject({ follow: false });
    await page.getByRole('button', { name: 'Page: off' }).click();
    await page.getByRole('checkbox', { name: 'Follow the inspected page' }).click();
    await userEvent.keyboard('{Escape}');
    await expect.element(bar).toMatchTextContent(/Mira Holm/);
  });
});

test('a setting is stored at once, since DevTools may close right after', async () => {
  await inStep();
  await page.getByRole('button', { name: 'Page', exact: true }).click();
  const follow = page.getByRole('checkbox', { name: 'Follow the inspected page' });
  await expect.element(follow).toBeVisible();
  (follow.element() as HTMLInputElement).click();
  expect(await pageItem.getValue()).toMatchObject({ follow: false });
});

test('the panel in a tab of its own shows nothing of a page', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid).toBeVisible();
  await expect.element(bar).not.toBeInTheDocument();
  await expect
    .element(page.getByRole('button', { name: 'Page', exact: true }))
    .not.toBeInTheDocument();
});

test('a page whose names are HTML and invisible characters is shown as text', async () => {
  const person = new Person();
  await person.save({
    first_name: '<img src=x onerror="document.title=1">',
    last_name: '\u202egnp',
  });
  await person.arrives();
  await openPanel([deploymentOf(backend)], null, person.inspected);
  await person.save();
  await expect.element(bar).toMatchTextContent(/<img src=x onerror/);
  await expect.element(bar).toMatchTextContent(/U\+202E/);
  expect(document.title).not.toBe('1');
});
