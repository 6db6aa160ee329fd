import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessible } from '../../fixtures/accessible.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { NOON, userCreated, userDeleted, userUpdated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const grid = page.getByRole('grid', { name: 'Webhook events' });
const row = (name: RegExp) => grid.getByRole('row', { name });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const notice = page.getByRole('status', { name: 'Re-dispatch' });
const dialog = page.getByRole('dialog');
const effect = page.getByRole('region', { name: 'Effect' });
const editor = page.getByRole('textbox', { name: 'Event body' });

beforeAll(async () => {
  backend = await commands.startBackend();
});
afterAll(() => commands.stopBackend(backend.url));

let users = 0;
/** A user of this test's own, with an update that is applied and one that comes too late. */
let ada: { id: string; first_name: string };
beforeEach(async () => {
  users += 1;
  ada = { id: `user_2ada${users}`, first_name: `Ada${users}` };
  await deliver(
    backend,
    userCreated(ada),
    userUpdated({ ...ada, last_name: 'King', updated_at: NOON + 5_000 }),
    userUpdated({ ...ada, last_name: 'Late', updated_at: NOON + 1_000 }),
  );
});

const rowsOfAda = () => shownRows().filter((text) => text.includes(ada.first_name));

async function open(name: RegExp) {
  await row(name).click();
  await expect.element(button('Re-dispatch')).toBeEnabled();
}

describe('with a redispatcher’s key', () => {
  beforeEach(async () => {
    await openPanel([deploymentOf(backend)]);
    await expect.element(row(new RegExp(`${ada.first_name} Late`))).toBeVisible();
  });

  test('one click adds a row, selects it, and says plainly that nothing changed', async () => {
    await open(new RegExp(`${ada.first_name} King`));
    await button('Re-dispatch').click();
    await expect
      .element(notice)
      .toMatchTextContent(/unchanged\. Nothing changed\. The row holds all of it already\./);
    await expect.element(inspector).toMatchTextContent(/Re-dispatched by a redispatcher/);
    expect(rowsOfAda()).toHaveLength(4);
    await button('Dismiss').click();
    await expect.element(button('Dismiss')).not.toBeInTheDocument();
  });

  test('the key r does the same for the selected row', async () => {
    await open(new RegExp(`${ada.first_name} Late`));
    await userEvent.keyboard('r');
    await expect.element(notice).toMatchTextContent(/stale\. Nothing changed\. Older than/);
    await expect.element(inspector).toMatchTextContent(/Re-dispatched by/);
  });

  test('how a re-dispatch ended is told until something else is opened', async () => {
    await open(new RegExp(`${ada.first_name} Late`));
    await userEvent.keyboard('r');
    await expect.element(notice).toMatchTextContent(/stale/);
    await row(new RegExp(`${ada.first_name} King`)).click();
    await expect.element(notice).toBeEmptyDOMElement();
  });

  test('a double click sends once', async () => {
    await open(new RegExp(`${ada.first_name} King`));
    await button('Re-dispatch').dblClick();
    await expect.element(notice).toMatchTextContent(/Re-dispatched/);
    await deliver(backend, userDeleted(ada.id));
    await expect.poll(() => rowsOfAda().length).toBe(5);
  });

  test('a preview writes nothing, and force is sent only once it is agreed to', async () => {
    await open(new RegExp(`${ada.first_name} Late`));
    await button('Preview re-dispatch').click();
    await expect.element(effect).toMatchTextContent(/stale This would change nothing/);
    const force = dialog.getByRole('checkbox', { name: /^Override the order guard/ });
    await expect.element(force).not.toBeChecked();
    await force.click();
    await expect
      .element(effect)
      .toMatchTextContent(/applied This would change Ada\d+ King \(user_2ada\d+\)\./);
    await expect.element(effect).toMatchTextContent(/last_name.*King.*Late/);

    await dialog.getByRole('textbox', { name: 'Note' }).fill('checked with support');
    await dialog.getByRole('button', { name: 'Re-dispatch', exact: true }).click();
    await expect.element(notice).toMatchTextContent(/applied\. The users table changed/);
    await expect
      .element(inspector)
      .toMatchTextContent(/past the guard .* Note: checked with support/);
    expect(rowsOfAda()).toHaveLength(4);
  });

  test('of a deleted user the sentence names the tombstone', async () => {
    await deliver(backend, userDeleted(ada.id));
    await open(new RegExp(`user.updated ${ada.first_name} King`));
    await button('Preview re-dispatch').click();
    await dialog.getByRole('checkbox', { name: /^Override the tombstone/ }).click();
    await expect.element(effect).toMatchTextContent(/applied This would create Ada/);
  });

  test('a preview is live', async () => {
    await open(new RegExp(`${ada.first_name} King`));
    await button('Preview re-dispatch').click();
    await expect.element(effect).toMatchTextContent(/unchanged/);
    await deliver(backend, userUpdated({ ...ada, last_name: 'New', updated_at: NOON + 9_000 }));
    await expect.element(effect).toMatchTextContent(/stale/);
  });

  test('an edit shows its mistakes, its difference and its effect before it is sent', async () => {
    await open(new RegExp(`${ada.first_name} Late`));
    await button('Edit and re-dispatch').click();
    const send = dialog.getByRole('button', { name: 'Re-dispatch', exact: true });
    await expect.element(dialog).toMatchTextContent(/The same as the original so far/);
    await expect.element(dialog).toMatchTextContent(/updated_at is older than what the row holds/);

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

  test('what an edit would leave out, and whose row it would change, is told in words', async () => {
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
      .toMatchTextContent(/This is no list: the e-mail will be left out/);
    await expect
      .element(effect)
      .toMatchTextContent(/This would change Grace Lovelace \(user_2ada\d+grace\)/);
    await warnings.getByRole('button', { name: /another user: the original is about/ }).click();
    await expect.element(editor).toHaveFocus();
    expect(document.getSelection()!.toString()).toBe(`"${grace.id}"`);
  });

  test('an edit that was not sent is not thrown away without asking', async () => {
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
    expect(rowsOfAda()).toHaveLength(3);
  });

  test('a text larger than any body is not pasted, and says so', async () => {
    await open(new RegExp(`${ada.first_name} Late`));
    await button('Edit and re-dispatch').click();
    await expect.element(dialog).toMatchTextContent(/The same as the original so far/);
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'x'.repeat(600_000));
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    editor.element().dispatchEvent(paste);
    await expect.element(dialog.getByRole('alert')).toMatchTextContent(/over 512 KiB/);
    await expect.element(dialog).toMatchTextContent(/The same as the original so far/);
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
  });

  test('dialogs keep the focus, give it back, and axe finds nothing', async () => {
    await open(new RegExp(`${ada.first_name} Late`));
    for (const theme of ['light', 'dark']) {
      document.documentElement.dataset.theme = theme;
      await button('Preview re-dispatch').click();
      await expect.element(effect).toMatchTextContent(/stale/);
      for (let step = 0; step < 8; step++) {
        await userEvent.tab();
        expect(dialog.element().contains(document.activeElement)).toBe(true);
      }
      await expectAccessible();
      await userEvent.keyboard('{Escape}');
      await expect.element(button('Preview re-dispatch')).toHaveFocus();

      await button('Edit and re-dispatch').click();
      await expect.element(editor).toHaveFocus();
      await expect.element(effect).toMatchTextContent(/stale/);
      await expectAccessible();
      await userEvent.tab();
      await expect.element(editor).not.toHaveFocus();
      await userEvent.keyboard('{Escape}');
      await expect.element(dialog).not.toBeInTheDocument();
    }
    delete document.documentElement.dataset.theme;
  });

  test('when the server goes away in between, it says so, and it is applied once', async () => {
    await open(new RegExp(`${ada.first_name} King`));
    await commands.freezeBackend(backend.url);
    await button('Re-dispatch').click();
    await expect.element(notice).toMatchTextContent(/Re-dispatching user.updated/);
    await commands.killBackend(backend.url);
    await expect.element(notice).toMatchTextContent(/not known yet.*once at most/);
    await commands.restartBackend(backend.url);
    await expect.element(notice).toMatchTextContent(/Re-dispatched .*unchanged/);
    await deliver(backend, userDeleted(ada.id));
    await expect.poll(() => rowsOfAda().length).toBe(5);
  });

  test('without a connection nothing can be sent, and the reason stands beside the buttons', async () => {
    await open(new RegExp(`${ada.first_name} King`));
    await commands.killBackend(backend.url);
    await expect.element(button('Re-dispatch')).toBeDisabled();
    await expect.element(inspector).toMatchTextContent(/Not connected/);
    await commands.restartBackend(backend.url);
    await expect.element(button('Re-dispatch')).toBeEnabled();
  });
});

test('a viewer sees the buttons disabled, with the reason', async () => {
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await grid.getByRole('row').nth(1).click();
  for (const name of ['Re-dispatch', 'Preview re-dispatch', 'Edit and re-dispatch']) {
    await expect.element(button(name)).toBeDisabled();
    await expect.element(button(name)).toHaveAccessibleDescription(/may only view/);
  }
  await expectAccessible();
});
