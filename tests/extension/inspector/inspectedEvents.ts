/** Events of every kind, and the inspector in which one of them is opened. */
import { commands, page } from 'vitest/browser';
import type { StartedBackend } from '../../fixtures/browser/backendCommands.ts';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  withEmail,
} from '../../fixtures/data/clerkEvents.ts';

const king = { last_name: 'King', ...withEmail('ada.king@example.com') };
const changed = userUpdated({ ...king, updated_at: NOON + 5_000 });
const hostile = userUpdated({
  ...king,
  updated_at: NOON + 9_000,
  unsafe_metadata: {
    html: '<img src="x" onerror="window.broken = true">',
    script: 'javascript:window.broken = true',
    file: 'invoice\u202Egpj.exe',
    blank: 'a\u200Bb',
    PROTO: { admin: true },
  },
});

export async function deliverEachKind(backend: StartedBackend): Promise<void> {
  await commands.deliver(backend.url, [
    { body: JSON.stringify(userCreated()), svixId: 'msg_created' },
    { body: JSON.stringify(changed), svixId: 'msg_changed' },
    { body: JSON.stringify(userUpdated({ first_name: 'Late', updated_at: NOON + 1_000 })) },
    { body: JSON.stringify(clerkEvent('session.created', { id: 'sess_1' })) },
    { body: JSON.stringify(hostile).replace('"PROTO"', '"__proto__"') },
    { body: JSON.stringify(userCreated({ id: 'user_2joan' })), svixId: 'msg_joan' },
    { body: JSON.stringify(userCreated({ id: 'user_2joan' })), svixId: 'msg_joan' },
    { body: JSON.stringify(userDeleted('user_2joan')) },
    { body: JSON.stringify(userUpdated()), forged: true },
  ]);
}

const grid = page.getByRole('grid', { name: 'Webhook events' });
export const inspector = page.getByRole('complementary', { name: 'Inspector' });
export const treeItem = (text: RegExp) => page.getByRole('treeitem').filter({ hasText: text });

export async function open(row: string, tab?: string) {
  await grid.getByRole('row').filter({ hasText: row }).click();
  if (tab !== undefined) await inspector.getByRole('tab', { name: tab, exact: true }).click();
}
