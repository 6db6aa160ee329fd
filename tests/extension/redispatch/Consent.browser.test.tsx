import { ConvexHttpClient } from 'convex/browser';
import type { ReactNode } from 'react';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { api } from '../../../convex/_generated/api.js';
import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import { PanelProvider, type Panel } from '../../../extension/app/panel.tsx';
import { TooltipProvider } from '../../../extension/app/Tooltip.tsx';
import { DeploymentConnection } from '../../../extension/data/DeploymentConnection.tsx';
import { BatchPanel } from '../../../extension/redispatch/BatchPanel.tsx';
import { RedispatchButton } from '../../../extension/redispatch/RedispatchButton.tsx';
import { RedispatchProvider } from '../../../extension/redispatch/RedispatchProvider.tsx';
import { expectAccessibleInBothThemes } from '../../fixtures/accessible.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { deliver, FullPage } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
let client: ConvexHttpClient;
let row: AuditRow;

beforeAll(async () => {
  backend = await commands.startBackend();
  await deliver(backend, userCreated());
  client = new ConvexHttpClient(backend.url);
  const newest = { accessKey: backend.accessKey, before: null };
  row = (await client.query(api.webhookAudit.older, newest)).rows[0]!;
});
afterAll(() => commands.stopBackend(backend.url));

let selected: string[];

beforeEach(() => {
  sessionStorage.clear();
  selected = [];
});
afterEach(() => sessionStorage.clear());

/** A part of the panel, connected to a deployment that it takes for one off this machine. */
async function renderRemote(children: ReactNode) {
  const panel: Panel = {
    role: 'redispatcher',
    deployment: { name: 'acme-prod', url: 'https://acme.convex.cloud', isLoopback: false },
    select: (id) => selected.push(id),
    openUser: () => {},
    setFilter: () => {},
    openBatch: () => {},
  };
  await render(
    <DeploymentConnection url={backend.url} accessKey={backend.accessKey}>
      <PanelProvider value={panel}>
        <TooltipProvider>
          <RedispatchProvider opened={null}>{children}</RedispatchProvider>
        </TooltipProvider>
      </PanelProvider>
    </DeploymentConnection>,
    { wrapper: FullPage },
  );
}

function startedBatches() {
  return client.query(api.redispatch.batches, { accessKey: backend.accessKey });
}

const question = page.getByRole('dialog', { name: 'Re-dispatch on acme-prod?' });
const agree = question.getByRole('button', { name: 'Re-dispatch on acme-prod' });

test('off this machine it asks once a session, before the first re-dispatch', async () => {
  await renderRemote(<RedispatchButton row={row} />);
  const send = page.getByRole('button', { name: 'Re-dispatch', exact: true });

  await send.click();
  await expect.element(question).toMatchTextContent(/acme\.convex\.cloud is not on this machine/);
  await expectAccessibleInBothThemes();
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(selected).toEqual([]);

  await send.click();
  await expect.element(agree).toHaveFocus();
  await agree.click();
  await expect.poll(() => selected.length).toBe(1);
  await send.click();
  await expect.poll(() => selected.length).toBe(2);
});

test('a preview there asks nothing, and its button does', async () => {
  await renderRemote(<RedispatchButton row={row} />);
  await page.getByRole('button', { name: 'Preview re-dispatch' }).click();
  const preview = page.getByRole('dialog', { name: 'Preview: re-dispatch user.created' });
  await expect.element(preview).toMatchTextContent(/unchanged/);
  await expect.element(question).not.toBeInTheDocument();
  await preview.getByRole('button', { name: 'Re-dispatch', exact: true }).click();
  await expect.element(question).toBeVisible();
  expect(selected).toEqual([]);
});

test('it asks before the first batch, too, which starts only when that is agreed to', async () => {
  await renderRemote(<BatchPanel start={{ ids: [row._id] }} onClose={() => {}} />);
  const many = page.getByRole('dialog', { name: 'Re-dispatch many deliveries' });
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
