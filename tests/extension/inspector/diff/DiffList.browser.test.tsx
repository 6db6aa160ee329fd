import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { inspectorItem } from '../../../../extension/panel/settings.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const tree = inspector.getByRole('tree', { name: 'Differences' });
const lines = (text: RegExp) => tree.getByRole('treeitem').filter({ hasText: text });
const layout = (name: string) => inspector.getByRole('button', { name, exact: true });

beforeAll(async () => {
  await deliver(backend, userCreated(), userUpdated({ last_name: 'King' }));
});

beforeEach(async () => {
  await inspectorItem.setValue({ tab: 'Diff', layout: 'inline', noise: true });
  await openPanel([deploymentOf(backend)]);
  await page
    .getByRole('grid', { name: 'Webhook events' })
    .getByRole('row', { name: /user.updated/ })
    .click();
});

test('a change is two lines in the inline layout, and one line with both values side by side', async () => {
  await expect.element(layout('Inline')).toHaveAttribute('aria-pressed', 'true');
  await expect.element(lines(/removed.*last_name: "Lovelace"/)).toBeVisible();
  await expect.element(lines(/added.*last_name: "King"/)).toBeVisible();

  await layout('Side by side').click();
  const changed = lines(/changed.*last_name: "Lovelace".*last_name: "King"/);
  await expect.element(changed).toBeVisible();
  expect(lines(/last_name/).elements()).toHaveLength(1);
  const [left, right] = [...changed.element().querySelector('span')!.children].map((side) =>
    side.getBoundingClientRect(),
  );
  expect(left!.right).toBeLessThanOrEqual(right!.left);
  expect(left!.width).toBeCloseTo(right!.width, 0);

  await layout('Inline').click();
  await expect.element(lines(/added.*last_name: "King"/)).toBeVisible();
});

test('the layout is kept from one event to the next', async () => {
  await layout('Side by side').click();
  await page
    .getByRole('grid', { name: 'Webhook events' })
    .getByRole('row', { name: /user.created/ })
    .click();
  await expect.element(inspector.getByText('Nothing to compare with yet')).toBeVisible();
  await inspector.getByRole('tab', { name: 'Change' }).click();
  await expect.element(layout('Side by side')).toHaveAttribute('aria-pressed', 'true');
});

test('a line is reached and its path copied with the keyboard alone', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await inspector.getByRole('searchbox', { name: 'Search changed paths' }).fill('last_name');
  await expect.element(lines(/added.*last_name/)).toBeVisible();
  (tree.element() as HTMLElement).focus();
  await userEvent.keyboard('{End}');
  await expect
    .element(tree.getByRole('treeitem', { selected: true }))
    .toMatchTextContent(/last_name: "King"/);
  await inspector.getByRole('button', { name: 'Copy path' }).click();
  await expect.poll(() => write.mock.calls.at(-1)).toEqual(['data.last_name']);
});
