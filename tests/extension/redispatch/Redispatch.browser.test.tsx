import { beforeEach, describe, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userDeleted, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import {
  deliver,
  deploymentOf,
  openPanel,
  countRows,
  shownRows,
} from '../../fixtures/browser/panel.tsx';
import { openPanelAt, ownUser } from './ownUser.ts';
import {
  button,
  dialog,
  editor,
  effect,
  inspector,
  notice,
  open,
  row,
} from './redispatchScreen.ts';

const backend = ownBackend();
const ada = ownUser(backend);
const rowsOfAda = () => countRows(ada.first_name);

describe('with a redispatcher’s key', () => {
  beforeEach(() => openPanelAt(backend, ada));

  test('one click on Re-dispatch adds a row, selects it, and says that nothing changed', async () => {
    await open(new RegExp(`${ada.first_name} King`));
    await button('Re-dispatch').click();
    await expect
      .element(notice)
      .toMatchTextContent(/unchanged\. Nothing changed\. Your handler ran, and no row differs\./);
    await expect.element(inspector).toMatchTextContent(/Re-dispatched by a redispatcher/);
    expect(rowsOfAda()).toBe(4);
    await button('Dismiss').click();
    await expect.element(button('Dismiss')).not.toBeInTheDocument();
  });

  test('the key r re-dispatches the selected row', async () => {
    await open(new RegExp(`${ada.first_name} Late`));
    await userEvent.keyboard('r');
    await expect
      .element(notice)
      .toMatchTextContent(/stale\. Nothing changed\. The row already has newer data/);
    await expect.element(inspector).toMatchTextContent(/Re-dispatched by/);
  });

  test('the result of a re-dispatch is shown until something else is opened', async () => {
    await open(new RegExp(`${ada.first_name} Late`));
    await userEvent.keyboard('r');
    await expect.element(notice).toMatchTextContent(/stale/);
    await row(new RegExp(`${ada.first_name} King`)).click();
    await expect.element(notice).toBeEmptyDOMElement();
  });

  test('a double click on Re-dispatch sends once', async () => {
    await open(new RegExp(`${ada.first_name} King`));
    await button('Re-dispatch').dblClick();
    await expect.element(notice).toMatchTextContent(/Re-dispatched/);
    await deliver(backend, userDeleted(ada.id));
    await expect.poll(rowsOfAda).toBe(5);
  });

  test('a preview writes nothing, and force is sent only once it is agreed to', async () => {
    await open(new RegExp(`${ada.first_name} Late`));
    await button('Preview re-dispatch').click();
    await expect.element(effect).toMatchTextContent(/stale This would change nothing/);
    const force = dialog.getByRole('checkbox', { name: /^Force this stale event/ });
    await expect.element(force).not.toBeChecked();
    await force.click();
    await expect
      .element(effect)
      .toMatchTextContent(/applied This would change last name in users\./);
    await expect.element(effect).toMatchTextContent(/last_name.*King.*Late/);

    await dialog.getByRole('textbox', { name: 'Note' }).fill('checked with support');
    await dialog.getByRole('button', { name: 'Re-dispatch', exact: true }).click();
    await expect.element(notice).toMatchTextContent(/applied\. Your handler ran/);
    await expect.element(inspector).toMatchTextContent(/forced\. Note: checked with support/);
    expect(rowsOfAda()).toBe(4);
  });

  test('a forced re-dispatch of a deleted user says that it restores them', async () => {
    await deliver(backend, userDeleted(ada.id));
    await open(new RegExp(`user.updated ${ada.first_name} King`));
    await button('Preview re-dispatch').click();
    await dialog.getByRole('checkbox', { name: /^Restore this deleted user/ }).click();
    await expect.element(effect).toMatchTextContent(/applied This would add a row to users/);
  });

  test('an open preview is updated when the data changes', async () => {
    await open(new RegExp(`${ada.first_name} King`));
    await button('Preview re-dispatch').click();
    await expect.element(effect).toMatchTextContent(/unchanged/);
    await deliver(backend, userUpdated({ ...ada, last_name: 'New', updated_at: NOON + 9_000 }));
    await expect.element(effect).toMatchTextContent(/stale/);
  });

  test('dialogs keep the focus, give it back, and axe finds nothing', async () => {
    await open(new RegExp(`${ada.first_name} Late`));
    await button('Preview re-dispatch').click();
    await expect.element(effect).toMatchTextContent(/stale/);
    for (let step = 0; step < 8; step++) {
      await userEvent.tab();
      expect(dialog.element().contains(document.activeElement)).toBe(true);
    }
    await expectAccessibleInBothThemes();
    await userEvent.keyboard('{Escape}');
    await expect.element(button('Preview re-dispatch')).toHaveFocus();

    await button('Edit and re-dispatch').click();
    await expect.element(editor).toHaveFocus();
    await expect.element(effect).toMatchTextContent(/stale/);
    await expectAccessibleInBothThemes();
    await userEvent.tab();
    await expect.element(editor).not.toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
  });

  test('when the server goes away during a re-dispatch, the panel says so, and the event is applied once', async () => {
    await open(new RegExp(`${ada.first_name} King`));
    await commands.freezeBackend(backend.url);
    await button('Re-dispatch').click();
    await expect.element(notice).toMatchTextContent(/Re-dispatching user.updated/);
    await commands.killBackend(backend.url);
    await expect.element(notice).toMatchTextContent(/not known yet.*at most once/);
    await commands.restartBackend(backend.url);
    await expect.element(notice).toMatchTextContent(/Re-dispatched .*unchanged/);
    await deliver(backend, userDeleted(ada.id));
    await expect.poll(rowsOfAda).toBe(5);
  });

  test('without a connection nothing can be sent, and the reason is shown beside the buttons', async () => {
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
  const filter = page.getByRole('textbox', { name: 'Filter events' });
  await filter.fill(`user:${ada.id} type:user.created`);
  await expect.poll(() => shownRows().length).toBe(1);
  await row(/user.created/).click();
  for (const name of ['Re-dispatch', 'Preview re-dispatch', 'Edit and re-dispatch']) {
    await expect.element(button(name)).toBeDisabled();
    await expect.element(button(name)).toHaveAccessibleDescription(/key is read-only/);
  }
  await expectAccessibleInBothThemes();
});
