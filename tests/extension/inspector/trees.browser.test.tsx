/** The trees of the tabs Diff and Payload. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { inspectorItem } from '../../../extension/panel/settings.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';
import { deliverEachKind, inspector, open, treeItem } from './inspectedEvents.ts';

const backend = ownBackend();
beforeAll(() => deliverEachKind(backend));

describe('with a redispatcher’s key', () => {
  beforeEach(async () => {
    await inspectorItem.setValue({ tab: 'Overview', layout: 'inline', noise: true });
    await openPanel([deploymentOf(backend)]);
  });

  test('Diff compares with the previous payload of the user, and hides noise on demand', async () => {
    await open('email, last_name', 'Diff');
    const status = inspector.getByRole('status').filter({ hasText: /change/ });
    await expect.element(treeItem(/removed.*last_name: "Lovelace"/)).toBeVisible();
    await expect.element(treeItem(/added.*last_name: "King"/)).toBeVisible();
    await expect.element(treeItem(/updated_at/).first()).toBeVisible();
    await inspector.getByRole('button', { name: 'Hide noise' }).click();
    await expect.element(status).toMatchTextContent(/changes, \d+ hidden/);
    await expect.element(treeItem(/added.*timestamp/)).not.toBeInTheDocument();
  });

  test('Diff finds changes by their path and unfolds what did not change', async () => {
    await open('email, last_name', 'Diff');
    await treeItem(/4 unchanged/)
      .first()
      .click();
    await expect.element(treeItem(/first_name: "Ada"/)).toBeVisible();
    await inspector.getByRole('searchbox', { name: 'Search changed paths' }).fill('last_name');
    await expect.element(treeItem(/last_name: "King"/)).toBeVisible();
    await expect.element(treeItem(/timestamp/)).not.toBeInTheDocument();
  });

  test('in a low inspector, the controls above the differences scroll away', async () => {
    await open('email, last_name', 'Diff');
    await page.viewport(360, 640);
    await inspector.getByRole('button', { name: 'Inline' }).click();
    const tree = inspector.getByRole('tree', { name: 'Differences' });
    await expect.element(tree).toBeVisible();
    const list = tree.element() as HTMLElement;
    list.focus();
    list.scrollIntoView();
    const { top, bottom, height } = list.getBoundingClientRect();
    expect(height).toBeGreaterThan(100);
    expect(top).toBeGreaterThan(0);
    expect(bottom).toBeLessThan(640);
    await page.viewport(1_280, 720);
  });

  test('any two events are compared: one is pinned, another opened', async () => {
    await open('user.deleted', 'Diff');
    await inspector.getByRole('button', { name: 'Pin' }).click();
    await open('session.created');
    await expect
      .element(treeItem(/removed.*type: "user.deleted"|removed.*type: "session.created"/))
      .toBeVisible();
    const picker = inspector.getByRole('combobox', { name: 'Compare with' });
    await expect.element(picker).toHaveDisplayValue(/user\.deleted applied/);
  });

  test('the keyboard moves through the payload tree, and opens and closes its rows', async () => {
    await open('email, last_name', 'Payload');
    const tree = inspector.getByRole('tree', { name: 'Payload' });
    await expect.element(treeItem(/^.*type: "user.updated"/)).toBeVisible();
    (tree.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.element(treeItem(/type: "user.updated"/)).not.toBeInTheDocument();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowDown}');
    await expect.element(treeItem(/type: "user.updated"/)).toHaveAttribute('aria-selected', 'true');
    await expect.element(inspector.getByText('type', { exact: true }).last()).toBeVisible();
  });

  test('find goes to a match even in a closed row', async () => {
    await open('email, last_name', 'Payload');
    await inspector.getByRole('button', { name: 'Collapse all' }).click();
    await inspector.getByRole('searchbox', { name: 'Find in payload' }).fill('ada.king@');
    await expect
      .element(inspector.getByText(/^data\.(primary_email_address_id|email_addresses)/))
      .toBeVisible();
    await expect.element(inspector.getByText(/^1 of \d/)).toBeVisible();
  });

  test('hostile text is inert and visible', async () => {
    await open('unchanged', 'Payload');
    await inspector.getByRole('searchbox', { name: 'Find in payload' }).fill('onerror');
    await expect.element(treeItem(/html: "<img src/)).toBeVisible();
    await expect.element(treeItem(/script: "javascript:/)).toBeVisible();
    await expect.element(treeItem(/invoiceU\+202Egpj\.exe/)).toBeVisible();
    await expect.element(treeItem(/aU\+200Bb/)).toBeVisible();
    await expect.element(treeItem(/__proto__: \{ 1 field \}/)).toBeVisible();
    expect(inspector.element().querySelector('img, a')).toBeNull();
    expect('broken' in window).toBe(false);
    await inspector.getByRole('button', { name: 'Raw' }).click();
    await expect.element(inspector.getByText('U+202E')).toBeVisible();
  });
});
