/** A rejection that was selected before the panel closed, and is no longer among the newest. */
import { beforeAll, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { initialView, viewItem } from '../../../extension/panel/settings.ts';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
/** The id of the oldest rejection. */
let oldest: string;
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const fetchOlder = inspector.getByRole('button', { name: 'Fetch older rejections' });

/** More than the 32 newest rejections and the page of 128 that the timeline fetches. */
const MINUTES = 200;
const FIRST = Date.UTC(2026, 0, 5, 12);

beforeAll(async () => {
  for (let minute = 0; minute < MINUTES; minute++) {
    const at = FIRST + minute * 60_000;
    const diagnosis = minute === 0 ? 'The very first.' : 'None.';
    const sample = { header_names: [], body_bytes: 0, body_start: '', diagnosis };
    const rejection = { reason: 'bad_signature', at, sample };
    await commands.runAsAdmin(backend.url, 'webhookAdmin:countRejection', rejection);
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

async function openAt(id: string): Promise<void> {
  const deployment = deploymentOf(backend);
  await viewItem(deployment.id).setValue({ ...initialView, selected: { kind: 'rejection', id } });
  await openPanel([deployment]);
}

test('a rejection that is not loaded is fetched on demand, with all newer ones', async () => {
  await openAt(oldest);
  await expect.element(inspector).toMatchTextContent('This rejection is not loaded');
  await expectAccessibleInBothThemes();
  await fetchOlder.click();
  await expect.element(inspector.getByText('The very first.')).toBeVisible();
});

test('the inspector says that a rejection is no longer kept, and can be closed', async () => {
  await openAt('nowhere');
  await fetchOlder.click();
  await expect.element(inspector).toMatchTextContent('This rejection is no longer kept');
  await inspector.getByRole('button', { name: 'Close the inspector' }).click();
  await expect.element(inspector).not.toBeInTheDocument();
  await expect.element(grid).toHaveFocus();
});
