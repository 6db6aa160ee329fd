import { beforeAll, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });

beforeAll(async () => {
  await deliver(backend, userCreated());
});

test('when a pressed button disappears, the focus moves to the events', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.poll(() => shownRows().length).toBe(1);
  const press = async (name: string | RegExp) => {
    const button = page.getByRole('button', { name });
    await expect.element(button).toBeVisible();
    (button.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(button).not.toBeInTheDocument();
    await expect.element(grid).toHaveFocus();
  };

  await filter.fill('type:user.created');
  await press('Remove filter type:user.created');
  await filter.fill('type:user.nothing');
  await press('Clear the filter');
  await userEvent.keyboard('{Home} ');
  await press('Clear selection');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await press('Show the 1 hidden events');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await deliver(backend, userCreated({ id: 'user_2next' }));
  await press('1 hidden: show them again');
  await expect.poll(() => shownRows().length).toBe(2);
});
