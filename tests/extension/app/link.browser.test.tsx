import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { commands, page } from 'vitest/browser';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';
import { accessKey, connect, url } from '../../fixtures/connectForm.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
let other: StartedBackend;

const grid = page.getByRole('grid', { name: 'Webhook events' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });

beforeAll(async () => {
  backend = await commands.startBackend();
  other = await commands.startBackend();
  await deliver(backend, userCreated());
});
afterAll(async () => {
  await commands.stopBackend(backend.url);
  await commands.stopBackend(other.url);
});

async function switchTo(from: string, to: string) {
  await page.getByRole('button', { name: `Deployment ${from}` }).click();
  await page.getByRole('menuitem', { name: to }).click();
  await expect.element(page.getByRole('button', { name: `Deployment ${to}` })).toBeVisible();
}

test('a link opens its deployment at its event, once, and leaves the other deployment as it was', async () => {
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

test('a link to a deployment that is not known says what to connect, and opens there when it is', async () => {
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

test('a link to an event that is not there says so, in words that can be copied', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await openPanel([deploymentOf(backend)], { event: 'jd7abc', deployment: backend.url });
  const problem = inspector.getByRole('alert');
  await expect.element(problem).toMatchTextContent(/If you came by a link, it is not complete/);
  await problem.getByRole('button', { name: 'Copy the error' }).click();
  await expect.poll(() => write.mock.calls.at(-1)?.[0]).toContain('If you came by a link');
});

test('a link to a deployment that is not known can be left for one that is', async () => {
  await openPanel([deploymentOf(other, 'other')], {
    event: 'jd7abc',
    deployment: 'https://happy-otter-123.convex.cloud',
  });
  await page.getByRole('button', { name: 'Open other instead' }).click();
  await expect.element(page.getByText('No webhook has come yet')).toBeVisible();
  await expect.element(inspector).not.toBeInTheDocument();
});
