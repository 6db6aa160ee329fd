import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { App } from '../../../extension/app/App.tsx';
import { ErrorBoundary } from '../../../extension/app/ErrorBoundary.tsx';
import { fakeBrowser } from 'wxt/testing/fake-browser';

test('a view that throws says what it was, can be copied and tried again', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  let broken = true;
  const View = () => {
    if (broken) throw new Error('There is no such column');
    return <p>All is well</p>;
  };
  await render(
    <ErrorBoundary what="The timeline">
      <View />
    </ErrorBoundary>,
  );
  await expect.element(page.getByText('The timeline stopped with an error')).toBeVisible();
  await expect.element(page.getByRole('alert')).toMatchTextContent('There is no such column');

  await page.getByRole('button', { name: 'Copy the error' }).click();
  expect(write.mock.calls.at(-1)?.[0]).toContain('There is no such column');
  write.mockRejectedValueOnce(new Error('The clipboard is locked'));
  await page.getByRole('button', { name: /Copied|Copy the error/ }).click();
  await expect.element(page.getByText('The clipboard is locked')).toBeVisible();

  broken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.element(page.getByText('All is well')).toBeVisible();
});

test('settings that cannot be read are told of, can be copied and read again', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const read = vi
    .spyOn(fakeBrowser.storage.local, 'get')
    .mockRejectedValue(new Error('The disk is full'));
  await render(<App link={null} />);
  await expect
    .element(page.getByRole('alert'))
    .toMatchTextContent('The browser could not read the panel’s settings: The disk is full');
  await page.getByRole('button', { name: 'Copy the error' }).click();
  expect(write.mock.calls.at(-1)?.[0]).toContain('The disk is full');

  read.mockRestore();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.element(page.getByRole('form', { name: 'Connect' })).toBeVisible();
});
