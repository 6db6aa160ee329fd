import { beforeAll, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();

beforeAll(async () => {
  await deliver(backend, userCreated({ first_name: 'Otto' }));
});

test('a viewer who searches for a person reads that masked values are not searched', async () => {
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await page.getByRole('textbox', { name: 'Filter events' }).fill('user:Otto');
  await expect
    .element(page.getByText(/Names and email addresses are masked for viewers/))
    .toBeVisible();
  await page.getByRole('button', { name: 'Clear the filter' }).click();

  await page.getByRole('button', { name: 'Search payloads' }).click();
  const bar = page.getByRole('search');
  await bar.getByRole('textbox', { name: 'Search payloads' }).fill('Otto');
  await userEvent.keyboard('{Enter}');
  await expect.element(bar).toMatchTextContent(/0 matches in .* · Masked values are not searched/);

  await page.getByRole('button', { name: 'Users', exact: true }).click();
  await expect
    .element(page.getByRole('searchbox', { name: 'Search users' }))
    .toHaveAttribute('placeholder', 'Search by start of id');
});
