/** A rejection that was selected before the panel closed, and that has grown older since. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { initialView, viewItem } from '../../../extension/app/settings.ts';
import { expectAccessible } from '../../fixtures/accessible.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { deploymentOf, openPanel } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
/** Of the oldest rejection. */
let oldest: string;
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const fetchOlder = inspector.getByRole('button', { name: 'Fetch older rejections' });

/** More minutes than the newest rejections, which are 16, and a page of 128 older ones hold. */
const MINUTES = 150;
const FIRST = Date.UTC(2026, 0, 5, 12);

beforeAll(async () => {
  backend = await commands.startBackend();
  for (let minute = 0; minute < MINUTES; minute++) {
    const at = FIRST + minute * 60_000;
    const diagnosis = minute === 0 ? 'The very first.' : 'None.';
    const sample = { header_names: [], body_bytes: 0, body_start: '', diagnosis };
    const refusal = { reason: 'bad_signature', at, sample };
    await commands.runAsAdmin(backend.url, 'webhookAudit:countRefused', refusal);
  }
  const { accessKey } = backend;
  const before = FIRST + 60_000;
  const [row] = (await commands.runAsAdmin(backend.url, 'webhookAudit:rejections', {
    accessKey,
    limit: 1,
    before,
  })) as { _id: string }[];
  oldest = row!._id;
});
afterAll(() => commands.stopBackend(backend.url));

async function openAt(id: string): Promise<void> {
  const deployment = deploymentOf(backend);
  await viewItem(deployment.id).setValue({ ...initialView, selected: { kind: 'rejection', id } });
  await openPanel([deployment]);
}

test('it is fetched when asked for, however many lie between', async () => {
  await openAt(oldest);
  await expect.element(inspector).toMatchTextContent('This rejection is not loaded');
  await expectAccessible();
  await fetchOlder.click();
  await expect.element(inspector.getByText('The very first.')).toBeVisible();
});

test('one that is kept no longer is told of, and closed', async () => {
  await openAt('nowhere');
  await fetchOlder.click();
  await expect.element(inspector).toMatchTextContent('This rejection is no longer kept');
  await inspector.getByRole('button', { name: 'Close the inspector' }).click();
  await expect.element(inspector).not.toBeInTheDocument();
  await expect.element(grid).toHaveFocus();
});
