import { ConvexHttpClient } from 'convex/browser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { api } from '../../../convex/_generated/api.js';
import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import { PanelProvider, type Panel } from '../../../extension/app/panel.tsx';
import { TooltipProvider } from '../../../extension/app/Tooltip.tsx';
import { DeploymentConnection } from '../../../extension/data/DeploymentConnection.tsx';
import { RedispatchButton } from '../../../extension/redispatch/RedispatchButton.tsx';
import { RedispatchProvider } from '../../../extension/redispatch/RedispatchProvider.tsx';
import { expectAccessible } from '../../fixtures/accessible.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { deliver, FullPage } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
let row: AuditRow;

beforeAll(async () => {
  backend = await commands.startBackend();
  await deliver(backend, userCreated());
  const client = new ConvexHttpClient(backend.url);
  const newest = { accessKey: backend.accessKey, before: null };
  row = (await client.query(api.webhookAudit.older, newest)).rows[0]!;
});
afterAll(() => commands.stopBackend(backend.url));

test('off this machine it asks once a session, before the first re-dispatch', async () => {
  sessionStorage.clear();
  const selected: string[] = [];
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
          <RedispatchProvider>
            <RedispatchButton row={row} />
          </RedispatchProvider>
        </TooltipProvider>
      </PanelProvider>
    </DeploymentConnection>,
    { wrapper: FullPage },
  );
  const send = page.getByRole('button', { name: 'Re-dispatch', exact: true });
  const dialog = page.getByRole('dialog', { name: 'Re-dispatch on acme-prod?' });

  await send.click();
  await expect.element(dialog).toMatchTextContent(/acme\.convex\.cloud is not on this machine/);
  await expectAccessible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(selected).toEqual([]);

  await send.click();
  await dialog.getByRole('button', { name: 'Re-dispatch on acme-prod' }).click();
  await expect.poll(() => selected.length).toBe(1);
  await send.click();
  await expect.poll(() => selected.length).toBe(2);
  sessionStorage.clear();
});
