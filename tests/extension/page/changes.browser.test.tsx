/** What the panel shows of a change that the inspected page made, by its webhook. */
import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deliver } from '../../fixtures/browser/panel.tsx';
import { userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { peopleOf } from './people.ts';

const backend = ownBackend();
const { Person, inStep } = peopleOf(backend);
const grid = page.getByRole('grid', { name: 'Webhook events' });

describe('a change of the page', () => {
  test('marks its row and is drawn as a waterfall in its Overview', async () => {
    const person = await inStep();
    await person.save({ last_name: 'Vale' });
    await person.webhook();
    const row = grid.getByRole('row', { name: /caused by the page user\.updated Mira Vale/ });
    await row.click();
    const waterfall = page.getByRole('region', { name: 'Caused by the page' });
    await expect.element(waterfall).toMatchTextContent(/PATCH \/v1\/me/);
    const steps = waterfall.getByRole('listitem').elements();
    expect(steps.map(({ textContent }) => textContent.replace(/\+?[\d.]+ m?s$/, ''))).toEqual([
      'The page called Clerk',
      'Clerk changed the user',
      'Clerk made the event',
      'Received',
      'Committed',
      'Seen here',
    ]);
    await expectAccessibleInBothThemes();
  });

  test('is listed with its webhook, which opens from there', async () => {
    const person = await inStep();
    await person.save({ last_name: 'Vale' });
    await page.getByRole('button', { name: '1 change' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toMatchTextContent(/PATCH \/v1\/me\s*◌ waiting/);
    await expectAccessibleInBothThemes();
    await person.webhook();
    await dialog.getByRole('button', { name: 'user.updated applied' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(page.getByRole('region', { name: 'Caused by the page' })).toBeVisible();
  });

  test('is probably reported by a webhook without a version, whose row is not marked', async () => {
    const person = await inStep();
    await person.save({ last_name: 'Vale' });
    await deliver(backend, {
      ...userUpdated({ ...person.user, updated_at: undefined }),
      timestamp: person.version + 5,
    });
    await page.getByRole('button', { name: '1 change' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toMatchTextContent(/PATCH \/v1\/me\s*probably user\.updated/);
    await expect.element(page.getByText('caused by the page')).not.toBeInTheDocument();
    // The change's own webhook comes after all.
    await person.webhook();
    await expect.element(dialog).toMatchTextContent(/PATCH \/v1\/me\s*user\.updated stale/);
  });

  test('a row of another user is not marked', async () => {
    await inStep();
    await deliver(backend, userCreated({ ...new Person().user, first_name: 'Ivo' }));
    await expect.element(grid.getByRole('row', { name: /user\.created Ivo Holm/ })).toBeVisible();
    await expect.element(page.getByText('caused by the page')).not.toBeInTheDocument();
  });
});
