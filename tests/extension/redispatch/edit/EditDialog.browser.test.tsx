/** Editing a recorded event before it is re-dispatched. */
import { beforeEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { countRows, deliver } from '../../../fixtures/browser/panel.tsx';
import { NOON, userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import { openPanelAt, ownUser } from '../ownUser.ts';
import {
  button,
  dialog,
  editor,
  effect,
  inspector,
  notice,
  open,
  row,
} from '../redispatchScreen.ts';

const backend = ownBackend();
const ada = ownUser(backend);
const rowsOfAda = () => countRows(ada.first_name);

describe('with a redispatcher’s key', () => {
  beforeEach(() => openPanelAt(backend, ada));

  test('an edit shows its mistakes, its difference and its effect before it is sent', async () => {
    await open(new RegExp(`${ada.first_name} Late`));
    await button('Edit and re-dispatch').click();
    const send = dialog.getByRole('button', { name: 'Re-dispatch', exact: true });
    await expect.element(dialog).toMatchTextContent(/No edits yet/);
    await expect.element(dialog).toMatchTextContent(/updated_at is older than the newest data/);

    const edited = userUpdated({ ...ada, last_name: 'Byron', updated_at: NOON + 1_000 });
    await editor.fill(`${JSON.stringify(edited)}}`);
    await expect.element(effect).toMatchTextContent(/Line 1: Unexpected/);
    await expect.element(send).toBeDisabled();

    await editor.fill(JSON.stringify({ ...edited, type: 'session.created' }));
    await expect.element(effect).toMatchTextContent(/The original is a user event/);
    await expect.element(send).toBeDisabled();

    await editor.fill(JSON.stringify(edited));
    const difference = dialog.getByRole('region', { name: 'Edited fields' });
    await expect.element(difference).toMatchTextContent(/last_name: "Late".*last_name: "Byron"/);
    await expect.element(effect).toMatchTextContent(/stale/);
    await dialog.getByRole('button', { name: 'Set updated_at to now' }).first().click();
    await expect.element(effect).toMatchTextContent(/applied.*last_name.*King.*Byron/);
    await send.click();
    await expect.element(notice).toMatchTextContent(/applied/);
    await expect.element(inspector).toMatchTextContent(/with an edited payload/);
    await expect.element(row(new RegExp(`${ada.first_name} Byron applied`))).toBeVisible();
  });

  test('a sentence says what an edit would leave out and whose row it would change', async () => {
    const grace = { id: `${ada.id}grace`, first_name: 'Grace', updated_at: NOON };
    await deliver(backend, userCreated(grace));
    await open(new RegExp(`${ada.first_name} King`));
    await button('Edit and re-dispatch').click();
    await expect.element(editor).toHaveFocus();
    const edited = userUpdated({ ...grace, updated_at: NOON + 9_000 });
    Object.assign(edited.data, { first_name: 5, email_addresses: 'nope' });
    await editor.fill(JSON.stringify(edited, null, 2));

    const warnings = dialog.getByRole('status', { name: 'Warnings' });
    await expect.element(warnings).toMatchTextContent(/first_name is neither text nor null/);
    await expect
      .element(warnings)
      .toMatchTextContent(/This is not a list: the email will be left out/);
    await expect.element(effect).toMatchTextContent(/about another data\.id than the recorded one/);
    await warnings.getByRole('button', { name: /about another .*data\.id/ }).click();
    await expect.element(editor).toHaveFocus();
    expect(document.getSelection()!.toString()).toBe(`"${grace.id}"`);
  });

  test('an edit about another user is sent once Force is ticked', async () => {
    const grace = { id: `${ada.id}grace`, first_name: 'Grace', updated_at: NOON + 1_000 };
    await open(new RegExp(`${ada.first_name} King`));
    await button('Edit and re-dispatch').click();
    await expect.element(editor).toHaveFocus();
    await editor.fill(JSON.stringify(userUpdated(grace), null, 2));
    const send = dialog.getByRole('button', { name: 'Re-dispatch', exact: true });
    const force = dialog.getByRole('checkbox', { name: /^Force this edit/ });
    await expect.element(force).toBeVisible();
    await expect.element(send).toBeDisabled();
    await force.click();
    await expect.element(effect).toMatchTextContent(/This would add a row to users/);
    await send.click();
    await expect.element(inspector).toMatchTextContent(/with an edited payload, forced/);
  });

  test('closing the editor with an unsent edit asks first', async () => {
    await open(new RegExp(`${ada.first_name} King`));
    await button('Edit and re-dispatch').click();
    await editor.fill('{}');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent(/has not been sent/);
    await dialog.getByRole('button', { name: 'Keep editing' }).click();
    await expect.element(editor).toMatchTextContent(/\{\}/);
    await expect.element(editor).toHaveFocus();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.getByRole('button', { name: 'Discard it' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    expect(rowsOfAda()).toBe(3);
  });

  test('a text that is larger than any body is not pasted, and a message says so', async () => {
    await open(new RegExp(`${ada.first_name} Late`));
    await button('Edit and re-dispatch').click();
    await expect.element(dialog).toMatchTextContent(/No edits yet/);
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'x'.repeat(600_000));
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    editor.element().dispatchEvent(paste);
    await expect.element(dialog.getByRole('alert')).toMatchTextContent(/over 512 KiB/);
    await expect.element(dialog).toMatchTextContent(/No edits yet/);
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
  });
});
