import { ConvexHttpClient } from 'convex/browser';
import type { ReactNode } from 'react';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { api } from '../../../convex/_generated/api.js';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { BatchPanel } from '../../../extension/redispatch/batch/BatchPanel.tsx';
import { RedispatchButton } from '../../../extension/redispatch/RedispatchButton.tsx';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { deliver } from '../../fixtures/browser/panel.tsx';
import { renderPart } from '../../fixtures/browser/panelPart.tsx';

const backend = ownBackend();
let client: ConvexHttpClient;
let row: AuditRow;

beforeAll(async () => {
  await deliver(backend, userCreated());
  client = new ConvexHttpClient(backend.url);
  row = (await storedRows())[0]!;
});

let selected: string[];

beforeEach(() => {
  sessionStorage.clear();
  selected = [];
});
afterEach(() => sessionStorage.clear());

/** A part of the panel, connected to a deployment that it takes for one on another machine. */
async function renderRemote(part: ReactNode) {
  const deployment = {
    name: 'acme-prod',
    url: 'https://acme.convex.cloud',
    isLoopback: false,
    routes: [],
    usersTable: 'users',
  };
  await renderPart(backend, part, { deployment, select: (id) => selected.push(id) });
}

async function storedRows(): Promise<AuditRow[]> {
  const newest = { accessKey: backend.accessKey, before: null };
  return (await client.query(api.webhookAudit.older, newest)).rows;
}

function startedBatches() {
  return client.query(api.webhookAudit.batches, { accessKey: backend.accessKey });
}

const question = page.getByRole('dialog', { name: 'Re-dispatch on acme-prod?' });
const agree = question.getByRole('button', { name: 'Re-dispatch on acme-prod' });

test('on a remote deployment the panel asks once a session, before the first re-dispatch', async () => {
  await renderRemote(<RedispatchButton row={row} />);
  const send = page.getByRole('button', { name: 'Re-dispatch', exact: true });

  await send.click();
  await expect.element(question).toMatchTextContent(/acme\.convex\.cloud is not on this machine/);
  await expectAccessibleInBothThemes();
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(selected).toEqual([]);

  await send.click();
  await expect.element(agree).toBeVisible();
  await agree.click();
  await expect.poll(() => selected.length).toBe(1);
  await send.click();
  await expect.poll(() => selected.length).toBe(2);
});

test('the focus is on Cancel when the panel asks, so that a held Enter does not agree', async () => {
  await renderRemote(<RedispatchButton row={row} />);
  await page.getByRole('button', { name: 'Re-dispatch', exact: true }).click();
  await expect.element(question.getByRole('button', { name: 'Cancel' })).toHaveFocus();
});

test('a re-dispatch that is no longer possible when the user agrees says so, and is not sent later', async () => {
  const before = await storedRows();
  await renderRemote(<RedispatchButton row={row} />);
  const send = page.getByRole('button', { name: 'Re-dispatch', exact: true });
  // Behind the modal question it cannot be found by its name.
  const button = send.element();
  await send.click();
  await expect.element(agree).toBeVisible();
  await commands.killBackend(backend.url);
  await expect.poll(() => button.getAttribute('aria-disabled')).toBe('true');
  await agree.click();
  await expect
    .element(page.getByRole('alert'))
    .toMatchTextContent(/Not re-dispatched: .*Not connected/);
  await commands.restartBackend(backend.url);
  await expect.element(send).not.toHaveAttribute('aria-disabled');
  expect(await storedRows()).toEqual(before);
});

test('a preview of a remote deployment does not ask, but its Re-dispatch button does', async () => {
  await renderRemote(<RedispatchButton row={row} />);
  await page.getByRole('button', { name: 'Preview re-dispatch' }).click();
  const preview = page.getByRole('dialog', { name: 'Preview: re-dispatch user.created' });
  await expect.element(preview).toMatchTextContent(/unchanged/);
  await expect.element(question).not.toBeInTheDocument();
  await preview.getByRole('button', { name: 'Re-dispatch', exact: true }).click();
  await expect.element(question).toBeVisible();
  expect(selected).toEqual([]);
});

test('the panel also asks before the first batch, which starts only when the user agrees', async () => {
  await renderRemote(<BatchPanel start={{ ids: [row._id] }} onClose={() => {}} />);
  const many = page.getByRole('dialog', { name: 'Bulk re-dispatch' });
  const start = many.getByRole('button', { name: /^Re-dispatch \d/ });
  const batch = many.getByRole('region', { name: 'Batch' });
  await expect.element(start).toBeEnabled();
  await expect.element(question).not.toBeInTheDocument();

  await start.click();
  await expect.element(question).toBeVisible();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect.element(question).not.toBeInTheDocument();
  await expect.element(start).toBeEnabled();
  expect(await startedBatches()).toEqual([]);

  await start.click();
  await agree.click();
  await expect.element(batch).toMatchTextContent(/Done:/);
  expect(await startedBatches()).toHaveLength(1);
});

test('a batch that is no longer possible when the user agrees says so, and is not started later', async () => {
  const before = await startedBatches();
  await renderRemote(<BatchPanel start={{ ids: [row._id] }} onClose={() => {}} />);
  const many = page.getByRole('dialog', { name: 'Bulk re-dispatch' });
  const start = many.getByRole('button', { name: /^Re-dispatch \d/ });
  await expect.element(start).toBeEnabled();
  const button = start.element() as HTMLButtonElement;
  await start.click();
  await expect.element(agree).toBeVisible();
  await commands.killBackend(backend.url);
  await expect.poll(() => button.disabled).toBe(true);
  await agree.click();
  await expect.element(many.getByRole('alert')).toMatchTextContent(/Not connected/);
  await commands.restartBackend(backend.url);
  await expect.element(start).toBeEnabled();
  expect(await startedBatches()).toEqual(before);
});
