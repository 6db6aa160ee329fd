/** Comparing two deliveries opens the newer one at its difference from the older one. */
import { ConvexHttpClient } from 'convex/browser';
import { useState } from 'react';
import { beforeAll, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { api } from '../../../../convex/_generated/api.js';
import {
  PinnedEventProvider,
  usePinnedEvent,
} from '../../../../extension/inspector/diff/pinned.tsx';
import { Inspector } from '../../../../extension/inspector/Inspector.tsx';
import { inspectorItem } from '../../../../extension/panel/settings.ts';
import type { AuditId, AuditRow } from '../../../../webhooks/shared/auditRow.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { deliver } from '../../../fixtures/browser/panel.tsx';
import { renderPart } from '../../../fixtures/browser/panelPart.tsx';
import { NOON, userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';

const backend = ownBackend();
let [first, middle, last]: AuditRow[] = [];

beforeAll(async () => {
  const named = (last_name: string, n: number) =>
    userUpdated({ last_name, updated_at: NOON + n * 1_000 });
  await deliver(backend, userCreated(), named('King', 1), named('Byron', 2));
  const newest = { accessKey: backend.accessKey, before: null };
  const { rows } = await new ConvexHttpClient(backend.url).query(api.webhookAudit.older, newest);
  [last, middle, first] = rows;
});

function Compared({ pairs }: { pairs: Record<string, [AuditRow, AuditRow]> }) {
  const { compare } = usePinnedEvent();
  const [open, setOpen] = useState<AuditId | null>(null);
  return (
    <>
      {Object.entries(pairs).map(([name, pair]) => (
        <button key={name} onClick={() => setOpen(compare(...pair))}>
          {name}
        </button>
      ))}
      {open !== null && <Inspector id={open} sought="" />}
    </>
  );
}

test('the newer of two deliveries opens at its difference from the older, whichever is given first', async () => {
  await inspectorItem.setValue({ tab: 'Overview', layout: 'inline', noise: true });
  await renderPart(
    backend,
    <PinnedEventProvider>
      <Compared pairs={{ ends: [last!, first!], neighbours: [middle!, last!] }} />
    </PinnedEventProvider>,
  );
  const line = (text: RegExp) => page.getByRole('treeitem').filter({ hasText: text });
  await page.getByRole('button', { name: 'ends' }).click();
  await expect.element(line(/removed.*last_name: "Lovelace"/)).toBeVisible();
  await expect.element(line(/added.*last_name: "Byron"/)).toBeVisible();
  await page.getByRole('button', { name: 'neighbours' }).click();
  await expect.element(line(/removed.*last_name: "King"/)).toBeVisible();
  await expect.element(line(/added.*last_name: "Byron"/)).toBeVisible();
});
