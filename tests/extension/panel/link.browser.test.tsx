import { beforeAll, describe, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { readLink } from '../../../extension/panel/link.ts';
import { currentDeploymentItem } from '../../../extension/panel/settings.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { accessKey, connect, url } from '../../fixtures/browser/connectForm.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const other = ownBackend();

const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const row = (name: RegExp) => grid.getByRole('row', { name });
const inspector = page.getByRole('complementary', { name: 'Inspector' });

beforeAll(async () => {
  await deliver(backend, userCreated());
});

async function expectSelected(name: RegExp) {
  await expect.element(grid.getByRole('row', { name, selected: true })).toBeVisible();
}

async function switchTo(from: string, to: string) {
  await page.getByRole('button', { name: `Deployment ${from}` }).click();
  await page.getByRole('menuitem', { name: to }).click();
  await expect.element(page.getByRole('button', { name: `Deployment ${to}` })).toBeVisible();
}

test('a link opens its deployment at its event, once, and does not change the other deployment', async () => {
  const [answer] = await deliver(backend, userUpdated({ last_name: 'Linked' }));
  await openPanel([deploymentOf(other, 'other'), deploymentOf(backend)], {
    event: answer!.id!,
    deployment: backend.url,
  });
  await page.getByRole('button', { name: 'Switch to acme-dev' }).click();
  const selected = grid.getByRole('row', { selected: true });
  await expect.element(page.getByRole('button', { name: 'Deployment acme-dev' })).toBeVisible();
  await expect.element(inspector).toBeVisible();
  await expect.element(selected).toBeVisible();

  await switchTo('acme-dev', 'other');
  await expect.element(page.getByText('No webhooks yet')).toBeVisible();
  await expect.element(inspector).not.toBeInTheDocument();

  await switchTo('other', 'acme-dev');
  await expect.element(selected).toBeVisible();
  await grid.getByRole('row', { name: /user.created/ }).click();
  await switchTo('acme-dev', 'other');
  await switchTo('other', 'acme-dev');
  await expect.element(selected).toMatchTextContent(/user.created/);
});

test('a link to the open deployment opens at once, although another key of it is kept', async () => {
  const viewer = await commands.issueAccessKey(backend.url, 'viewer');
  await currentDeploymentItem.setValue('acme-dev');
  const [answer] = await deliver(backend, userUpdated({ last_name: 'Linked' }));
  await openPanel([deploymentOf({ ...backend, ...viewer }, 'as viewer'), deploymentOf(backend)], {
    event: answer!.id!,
    deployment: backend.url,
  });
  await expect.element(inspector).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Deployment acme-dev' })).toBeVisible();
});

test('a link to another deployment asks before it switches, and can be declined', async () => {
  const link = { event: 'jd7abc', deployment: backend.url };
  await openPanel([deploymentOf(other, 'other'), deploymentOf(backend)], link);
  await expect
    .element(page.getByRole('status'))
    .toMatchTextContent(/opens an event of acme-dev .* You are using other/);
  await expect.element(grid).not.toBeInTheDocument();
  await expect.element(page.getByRole('button', { name: 'Stay on other' })).toHaveFocus();
  await userEvent.keyboard('r{Enter}');
  await expect.element(page.getByRole('button', { name: 'Deployment other' })).toBeVisible();
  await expect.element(inspector).not.toBeInTheDocument();
});

test('a link to an unknown deployment says what to connect, and opens once that is connected', async () => {
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

test('a link to an event that does not exist gives a message that can be copied', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await openPanel([deploymentOf(backend)], { event: 'jd7abc', deployment: backend.url });
  const problem = inspector.getByRole('alert');
  await expect
    .element(problem)
    .toMatchTextContent(/If you followed a link, the link is incomplete/);
  await problem.getByRole('button', { name: 'Copy the error' }).click();
  await expect.poll(() => write.mock.calls.at(-1)?.[0]).toContain('If you followed a link');
});

test('a link to an unknown deployment can be left for a known one', async () => {
  await openPanel([deploymentOf(other, 'other')], {
    event: 'jd7abc',
    deployment: 'https://happy-otter-123.convex.cloud',
  });
  await page.getByRole('button', { name: 'Open other instead' }).click();
  await expect.element(page.getByText('No webhooks yet')).toBeVisible();
  await expect.element(inspector).not.toBeInTheDocument();
});

describe('the address', () => {
  test('follows the open event, so that Back leads to the one before, and holds no key', async () => {
    await deliver(backend, userUpdated({ last_name: 'Addressed', updated_at: NOON + 60_000 }));
    await openPanel([deploymentOf(backend)]);
    await row(/user.created/).click();
    await expect.poll(() => location.hash).toMatch(/^#event=\w+&deployment=http/);
    const first = location.hash;
    await row(/Addressed/).click();
    await expect.poll(() => location.hash).not.toBe(first);
    expect(location.href).not.toContain(backend.accessKey);
    history.back();
    await expectSelected(/user.created/);
    history.forward();
    await expectSelected(/Addressed/);
  });

  test('leads to the open event again when the tab is loaded anew', async () => {
    const opened = await openPanel([deploymentOf(backend)]);
    await row(/user.created/).click();
    await expect.poll(() => location.hash).toMatch(/^#event=/);
    const link = readLink(location.hash);
    await opened.unmount();
    await openPanel([deploymentOf(backend)], link);
    await expectSelected(/user.created/);
  });
});

describe('a reference', () => {
  const referenceOf = (id: string, { url } = backend) =>
    `${new URL(url).host} user.updated 2026-11-29T17:14:03.123Z applied id:${id}`;

  test('pasted into the filter opens its event and does not change the filter', async () => {
    const [answer] = await deliver(backend, userUpdated({ last_name: 'Referenced' }));
    await openPanel([deploymentOf(backend)]);
    await expect.element(row(/user.created/)).toBeVisible();
    await filter.fill(referenceOf(answer!.id!));
    await expectSelected(/Referenced/);
    await expect.element(filter).toHaveValue('');
  });

  test('to another deployment asks before it switches', async () => {
    const [answer] = await deliver(backend, userUpdated({ last_name: 'Elsewhere' }));
    await openPanel([deploymentOf(other, 'other'), deploymentOf(backend)]);
    await filter.fill(referenceOf(answer!.id!));
    await page.getByRole('button', { name: 'Switch to acme-dev' }).click();
    await expectSelected(/Elsewhere/);
  });

  test('in the connect form asks for the key of its deployment, and opens there', async () => {
    const [answer] = await deliver(backend, userUpdated({ last_name: 'Connected' }));
    await openPanel([]);
    await url.fill(referenceOf(answer!.id!));
    await connect.click();
    await expect.element(page.getByText(/^This link leads to an event of/)).toBeVisible();
    await accessKey.fill(backend.accessKey);
    await connect.click();
    await expectSelected(/Connected/);
  });
});
