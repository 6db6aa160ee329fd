/** The controls of a re-dispatch, and where its effect and its result are shown. */
import { expect } from 'vitest';
import { page } from 'vitest/browser';

const grid = page.getByRole('grid', { name: 'Webhook events' });
export const row = (name: RegExp) => grid.getByRole('row', { name });
export const inspector = page.getByRole('complementary', { name: 'Inspector' });
export const button = (name: string) => page.getByRole('button', { name, exact: true });
export const notice = page.getByRole('status', { name: 'Re-dispatch' });
export const dialog = page.getByRole('dialog');
export const effect = page.getByRole('region', { name: 'Effect' });
export const editor = page.getByRole('textbox', { name: 'Event body' });

export async function open(name: RegExp) {
  await row(name).click();
  await expect.element(button('Re-dispatch')).toBeEnabled();
}
