/** Every error of the deployment can be copied and, unless the view is live, tried again. */
import { beforeAll, beforeEach, expect, test, vi, type Mock } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Failure } from '../../../../extension/ui/notice/Failure.tsx';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend({ faulty: true });
let copied: Mock;
const grid = page.getByRole('grid', { name: 'Webhook events' });
const alert = page.getByRole('alert');
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeAll(async () => {
  await deliver(backend, userCreated(), userCreated({ id: 'user_2grace', first_name: 'Grace' }));
});

beforeEach(async () => {
  await breakPayloads(false);
  copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  copied.mockClear();
});

async function breakPayloads(broken: boolean): Promise<void> {
  const PAYLOAD_ERROR = broken ? 'The disk is on fire' : '';
  await commands.setEnvironment(backend.url, { PAYLOAD_ERROR });
}

async function breakHistory(broken: boolean): Promise<void> {
  const HISTORY_ERROR = broken ? 'The disk is on fire' : '';
  await commands.setEnvironment(backend.url, { HISTORY_ERROR });
}

async function expectCopyable(words: string, told = alert): Promise<void> {
  await expect.element(told).toMatchTextContent(words);
  await told.getByRole('button', { name: 'Copy the error' }).click();
  await expect.poll(() => copied.mock.calls.at(-1)?.[0]).toContain(words);
}

test('the history of a user', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('row', { name: /Grace/ })).toBeVisible();
  await userEvent.keyboard('2');
  await breakHistory(true);
  await page.getByRole('grid', { name: 'Users' }).getByRole('row', { name: /Grace/ }).click();
  await expectCopyable('The disk is on fire');
  const told = alert.element();
  await button('Try again').click();
  // The same message comes again, from another attempt.
  await expect.poll(() => told.isConnected).toBe(false);
  await expect.element(alert).toMatchTextContent('The disk is on fire');
  await breakHistory(false);
  await expect.element(page.getByRole('region', { name: 'The row’s history' })).toBeVisible();
});

test('the preview of many deliveries', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('row', { name: /Grace/ })).toBeVisible();
  await page.getByRole('textbox', { name: 'Filter events' }).fill('type:user.created');
  await breakPayloads(true);
  await button('Bulk re-dispatch').click();
  await page.getByRole('menuitem', { name: 'Re-dispatch everything shown…' }).click();
  await expectCopyable('The disk is on fire');
  await breakPayloads(false);
  await button('Try again').click();
  await expect.element(button('Re-dispatch 2 deliveries')).toBeEnabled();
});

test('a re-dispatch', async () => {
  await openPanel([deploymentOf(backend)]);
  await grid.getByRole('row', { name: /Ada/ }).click();
  await expect.element(button('Re-dispatch')).toBeEnabled();
  await breakPayloads(true);
  await userEvent.keyboard('r');
  const told = alert.filter({ hasText: 'Not re-dispatched' });
  await expectCopyable('The disk is on fire', told);
  await expect.element(told).toMatchTextContent('user.created of Ada Lovelace');
  expect(copied.mock.calls.at(-1)?.[0]).not.toContain('Ada');
  await breakPayloads(false);
  await told.getByRole('button', { name: 'Try again' }).click();
  await expect
    .element(page.getByRole('status', { name: 'Re-dispatch' }))
    .toMatchTextContent('Re-dispatched user.created of Ada Lovelace');
  await expect.element(told).not.toBeInTheDocument();
});

test('the preview of one delivery', async () => {
  await openPanel([deploymentOf(backend)]);
  await grid.getByRole('row', { name: /Grace/ }).click();
  await button('Preview re-dispatch').click();
  const dialog = page.getByRole('dialog');
  await expect.element(dialog.getByRole('button', { name: 'Re-dispatch' })).toBeEnabled();
  await commands.runAsAdmin(backend.url, 'webhookAdmin:forgetUser', { clerk_id: 'user_2grace' });
  await expectCopyable('payload');
  await expect.element(dialog.getByRole('button', { name: 'Re-dispatch' })).toBeDisabled();
});

test('the message about a missing value in the connect form describes its field', async () => {
  await openPanel([]);
  await button('Connect').click();
  await expect.element(alert).toMatchTextContent('Type the URL of the deployment.');
  await expect
    .element(page.getByRole('textbox', { name: 'Deployment URL' }))
    .toHaveAccessibleDescription('Type the URL of the deployment.');
});

test('a refused access key', async () => {
  const { id, accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await expect.element(grid).toBeVisible();
  await commands.revokeAccessKey(backend.url, id);
  await expectCopyable('This access key was revoked. Ask for a new one.');
  await expect.element(button('Use another key')).toBeVisible();
});

test('text in backticks is shown as code', async () => {
  await render(<Failure message="Deploy with `npx convex deploy`, or take a ` alone." />);
  await expect.element(alert.getByText('npx convex deploy', { exact: true })).toBeVisible();
  await expect
    .element(alert)
    .toMatchTextContent('Deploy with npx convex deploy, or take a ` alone.');
});
