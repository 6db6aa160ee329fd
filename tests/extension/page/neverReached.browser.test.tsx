/** The alarm for a deployment that no webhook has ever reached. */
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { pageItem } from '../../../extension/panel/settings.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { peopleOf } from './people.ts';

const backend = ownBackend();
const { Person } = peopleOf(backend);
const alarm = page.getByRole('alert', { name: 'No webhook' });

test('if no webhook has ever come, the alarm says to check the endpoint, and opens the doctor', async () => {
  await pageItem.setValue({ follow: true, silentAfterSeconds: 1 });
  const person = new Person();
  await person.open();
  await person.save();
  await expect
    .element(alarm)
    .toMatchTextContent(/No webhook has ever reached this deployment: check the URL/);
  await alarm.getByRole('button', { name: 'Doctor' }).click();
  await expect.element(page.getByRole('dialog', { name: 'Doctor' })).toBeVisible();
});
