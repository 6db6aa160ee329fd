import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { App } from '../../../../extension/app/App.tsx';
import { ErrorBoundary } from '../../../../extension/ui/notice/ErrorBoundary.tsx';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { deploymentsItem } from '../../../../extension/panel/settings.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend();

test('a view that throws shows the error, which can be copied, and can be tried again', async () => {
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

test('a view that threw is tried again when its data changes', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const View = ({ data }: { data: string }) => {
    if (data === 'bad') throw new Error('Invalid time value');
    return <p>Shown: {data}</p>;
  };
  const viewOf = (data: string) => (
    <ErrorBoundary what="The timeline" resetOn={data}>
      <View data={data} />
    </ErrorBoundary>
  );
  const { rerender } = await render(viewOf('bad'));
  await expect.element(page.getByText('The timeline stopped with an error')).toBeVisible();
  await rerender(viewOf('good'));
  await expect.element(page.getByText('Shown: good')).toBeVisible();
});

test('a message says that settings cannot be read; it can be copied, and reading tried again', async () => {
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

test('a Users view that stopped with an error is shown again when its data changes', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  await openPanel([deploymentOf(backend)]);
  await expect.element(page.getByText('No webhooks yet')).toBeVisible();
  const broken = vi.spyOn(Number.prototype, 'toLocaleString').mockImplementation(() => {
    throw new RangeError('Invalid number');
  });
  await page.getByRole('button', { name: 'Users', exact: true }).click();
  await expect.element(page.getByText('The users view stopped with an error')).toBeVisible();

  broken.mockRestore();
  await deliver(backend, userCreated());
  await expect.element(page.getByRole('grid', { name: 'Users' })).toBeVisible();
});

test('a panel that stopped with an error is shown again when its deployment changes', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  await openPanel([{ ...deploymentOf(backend), url: 'acme' }]);
  await expect.element(page.getByText('The panel stopped with an error')).toBeVisible();
  await deploymentsItem.setValue([deploymentOf(backend)]);
  await expect.element(page.getByRole('grid', { name: 'Webhook events' })).toBeVisible();
});
