import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { inspectorItem } from '../../../../extension/panel/settings.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const tree = inspector.getByRole('tree', { name: 'Payload' });
const active = tree.getByRole('treeitem', { selected: true });
const button = (name: string) => inspector.getByRole('button', { name, exact: true });

beforeAll(async () => {
  await deliver(backend, userCreated({ public_metadata: { plan: 'pro', 'odd key': ['a', 'b'] } }));
});

let copied: string[];
beforeEach(async () => {
  copied = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => {
    copied.push(text);
  });
  await inspectorItem.setValue({ tab: 'Payload', layout: 'inline', noise: true });
  await openPanel([deploymentOf(backend)]);
  await page
    .getByRole('grid', { name: 'Webhook events' })
    .getByRole('row', { name: /user.created/ })
    .click();
  await expect.element(tree.getByRole('treeitem', { name: /type: "user.created"/ })).toBeVisible();
  (tree.element() as HTMLElement).focus();
});

test('keys that come faster than the tree is drawn each act on the row that the key before led to', async () => {
  // Moves to `data` and closes it, so that the next row is the one after all of its content.
  await userEvent.keyboard(
    '{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowLeft}{ArrowDown}{ArrowRight}{ArrowRight}',
  );
  await expect.element(active).toMatchTextContent(/client_ip: "203\.0\.113\.9"/);
  await expect.element(tree.getByRole('treeitem', { name: /first_name/ })).not.toBeInTheDocument();
});

test('a key acts on the active row even when that row is scrolled out of sight', async () => {
  const lines = Array.from({ length: 200 }, (_, at) => `line ${at}`);
  await deliver(backend, userUpdated({ public_metadata: { lines }, updated_at: NOON + 5_000 }));
  await page
    .getByRole('grid', { name: 'Webhook events' })
    .getByRole('row', { name: /user.updated/ })
    .click();
  await expect.element(tree.getByRole('treeitem', { name: /type: "user.updated"/ })).toBeVisible();
  await button('Expand all').click();
  tree.element().scrollTop = tree.element().scrollHeight;
  await expect.element(tree.getByText('"line 199"')).toBeVisible();
  await expect.element(active).not.toBeInTheDocument();

  (tree.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(active).toHaveAttribute('aria-expanded', 'false');
  await expect.element(tree.getByRole('treeitem')).toHaveLength(1);
});

test('copying right after a key copies the row that the key led to', async () => {
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  await expect.element(active).toMatchTextContent(/type:/);
  await button('Copy path').click();
  await button('Copy value').click();
  await expect.poll(() => copied).toEqual(['type', 'user.created']);
});

test('a path is copied as written in code, and the value of a container as JSON', async () => {
  await inspector.getByRole('searchbox', { name: 'Find in payload' }).fill('odd key');
  await expect.element(active).toMatchTextContent(/odd key/);
  await button('Copy path').click();
  await button('Copy value').click();
  await expect
    .poll(() => copied)
    .toEqual(['data.public_metadata["odd key"]', '[\n  "a",\n  "b"\n]']);
  await expect.element(inspector.getByRole('button', { name: 'Copied' }).first()).toBeVisible();
});

test('an error says that a value could not be copied', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('Write denied'));
  await button('Copy path').click();
  await expect.element(inspector.getByText('Write denied')).toBeVisible();
});
