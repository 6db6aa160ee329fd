/** The form beside the JSON of an edit. */
import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';
import { NOON, userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import { someone } from '../../../fixtures/data/someone.ts';

const backend = ownBackend();
const dialog = page.getByRole('dialog');
const editor = page.getByRole('textbox', { name: 'Event body' });
const edited = dialog.getByRole('region', { name: 'Edited fields' });
const field = (label: string) => dialog.getByRole('textbox', { name: label, exact: true });

beforeEach(async () => {
  const ada = someone();
  const metadata = Array.from({ length: 12 }, (_, n) => [`key_${n}`, n]);
  await deliver(
    backend,
    userCreated(ada),
    userUpdated({
      ...ada,
      public_metadata: Object.fromEntries(metadata),
      updated_at: NOON + 5_000,
    }),
  );
  await openPanel([deploymentOf(backend)]);
  await page
    .getByRole('grid', { name: 'Webhook events' })
    .getByRole('row', { name: new RegExp(`user.updated.*${ada.first_name} `) })
    .click();
  await page.getByRole('button', { name: 'Edit and re-dispatch' }).click();
  await expect.element(field('Last name')).toHaveValue('Lovelace');
});

test("the form and the JSON follow each other's changes, and Revert undoes them", async () => {
  await field('Last name').fill('King');
  await expect.element(editor).toMatchTextContent(/"last_name": "King"/);
  await expect.element(edited).toMatchTextContent(/last_name: "Lovelace".*last_name: "King"/);
  await expect
    .element(dialog.getByRole('region', { name: 'Effect' }))
    .toMatchTextContent(/This would change last name in users/);
  await expectAccessibleInBothThemes();

  await dialog.getByRole('button', { name: 'Revert' }).click();
  await expect.element(field('Last name')).toHaveValue('Lovelace');
  await expect.element(edited).toMatchTextContent(/No edits yet/);
});

test('two fields that are changed one after the other both keep their change', async () => {
  await field('First name').fill('Augusta');
  await field('Last name').fill('King');
  await expect.element(edited).toMatchTextContent(/first_name: "Augusta"/);
  await expect.element(edited).toMatchTextContent(/last_name: "King"/);
});

test('the list of differences scrolls to the last change', async () => {
  await field('First name').fill('Augusta');
  await expect.element(edited).toMatchTextContent(/first_name: "Augusta"/);
  await field('Email').fill('augusta@example.com');
  await expect.element(edited).toMatchTextContent(/augusta@example\.com/);
  await expect
    .poll(() => {
      const list = edited.element().getBoundingClientRect();
      const line = edited.getByText('"augusta@example.com"').element().getBoundingClientRect();
      return line.top >= list.top && line.bottom <= list.bottom;
    })
    .toBe(true);
});

test('the editor’s search looks like the panel in both themes', async () => {
  (editor.element() as HTMLElement).focus();
  await userEvent.keyboard('{Control>}f{/Control}');
  await expect.element(dialog.getByRole('textbox', { name: 'Find' })).toBeVisible();
  await expectAccessibleInBothThemes();
});
