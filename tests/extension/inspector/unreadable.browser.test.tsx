/** A tab whose worker does not load, or whose payload the worker cannot read. */
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ndjsonOf } from '../../../extension/transfer/ndjson.ts';
import { auditRow } from '../../fixtures/data/auditRow.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
let workersLoad: boolean;
let copied: string[];
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const alert = inspector.getByRole('alert');
const grid = page.getByRole('grid', { name: 'Webhook events' });

beforeAll(async () => {
  await deliver(
    backend,
    userCreated(),
    userUpdated({ last_name: 'King', updated_at: NOON + 1_000 }),
  );
});

beforeEach(async () => {
  copied = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => {
    copied.push(text);
  });
  workersLoad = true;
  const Loaded = window.Worker;
  vi.stubGlobal(
    'Worker',
    class extends Loaded {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(workersLoad ? url : '/no-such-worker.js', options);
      }
    },
  );
  await openPanel([deploymentOf(backend)]);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test.each([
  ['Payload', 'The payload could not be read', inspector.getByRole('tree')],
  ['Diff', 'The payloads could not be compared', inspector.getByRole('tree')],
])('%s says that its worker did not load, and loads it on Try again', async (tab, words, shown) => {
  workersLoad = false;
  await grid.getByRole('row', { name: /user.updated/ }).click();
  await inspector.getByRole('tab', { name: tab, exact: true }).click();
  await expect.element(alert).toMatchTextContent(words);
  await expect.element(inspector.getByText(/not JSON/)).not.toBeInTheDocument();
  await alert.getByRole('button', { name: 'Copy the error' }).click();
  await expect.poll(() => copied.at(-1)).toContain(words);

  workersLoad = true;
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect.element(shown).toBeVisible();
  await expect.element(alert).not.toBeInTheDocument();
});

test('the Payload tab says that a payload is not JSON, and does not offer to try again', async () => {
  const row = auditRow(1);
  const record = ndjsonOf([
    {
      format: 'webhook-devtools/2',
      masked: false,
      row: { ...row, seq: String(row.seq) },
      body: '{"type": user.updated}',
      headers: [],
      writes: [],
      scheduled: [],
      attempted: [],
      error: null,
    },
  ]);
  await userEvent.upload(page.getByLabelText('File to import'), new File([record], 'qa.ndjson'));
  await expect.element(page.getByText(/qa.ndjson.*Read-only/)).toBeVisible();
  await grid.getByRole('row', { name: /user.updated/ }).click();
  await inspector.getByRole('tab', { name: 'Payload', exact: true }).click();
  await expect.element(inspector.getByText('This payload is not JSON')).toBeVisible();
  await alert.getByRole('button', { name: 'Copy the error' }).click();
  await expect.poll(() => copied.at(-1)).toMatch(/JSON/);
  await expect.element(alert.getByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
});
