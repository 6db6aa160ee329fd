/** What a tab says when its worker does not load, and when the payload is not what the worker reads. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ndjsonOf } from '../../../extension/transfer/ndjson.ts';
import { auditRow } from '../../fixtures/auditRow.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
let workersLoad: boolean;
let copied: string[];
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const alert = inspector.getByRole('alert');
const grid = page.getByRole('grid', { name: 'Webhook events' });

beforeAll(async () => {
  backend = await commands.startBackend();
  await deliver(
    backend,
    userCreated(),
    userUpdated({ last_name: 'King', updated_at: NOON + 1_000 }),
  );
});
afterAll(() => commands.stopBackend(backend.url));

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
  [
    'User',
    'The user’s history could not be replayed',
    inspector.getByRole('region', { name: 'Row at this moment' }),
  ],
])('%s tells that its worker did not load, and loads it anew', async (tab, words, shown) => {
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

test('Payload tells of one that is not JSON, which trying again would not change', async () => {
  const row = auditRow(1);
  const record = ndjsonOf([
    {
      format: 'webhook-devtools/1',
      masked: false,
      row: { ...row, seq: String(row.seq) },
      body: '{"type": user.updated}',
      headers: [],
      before: null,
      after: null,
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
