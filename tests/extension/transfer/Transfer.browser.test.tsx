import { beforeAll, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';
import {
  alert,
  choose,
  deliverTwo,
  grid,
  inspector,
  openNewestOf,
  transferred,
} from './transferScreen.ts';

const backend = ownBackend();
beforeAll(() => deliverTwo(backend));
const { copied, saved } = transferred();
const openNewest = () => openNewestOf(backend);

test('a delivery is copied as JSON, as masked JSON, as cURL and as a reference', async () => {
  await openNewest();
  await choose('Copy as JSON');
  await expect.poll(() => copied.length).toBe(1);
  expect(JSON.parse(copied[0]!)).toMatchObject({ masked: false, row: { seq: expect.any(String) } });
  expect(copied[0]).toContain('ada@example.com');

  await choose('Copy as JSON, masked');
  await expect.poll(() => copied.length).toBe(2);
  expect(JSON.parse(copied[1]!)).toMatchObject({ masked: true });
  expect(copied[1]).not.toContain('ada@example.com');

  await choose('Copy as cURL');
  await expect.poll(() => copied.length).toBe(3);
  expect(copied[2]).toContain('whsec_REPLACE_WITH_SIGNING_SECRET');

  await choose('Copy reference');
  await expect.poll(() => copied.length).toBe(4);
  expect(copied[3]).toMatch(/^127\.0\.0\.1:\d+ user\.updated \S+Z applied id:\w+$/);
  expect(copied.join()).not.toContain(backend.accessKey);
});

test('the message that something was copied moves nothing else', async () => {
  await openNewest();
  const places = () =>
    [...inspector.element().querySelectorAll('button, [role=tab], h2, dt')].map((element) => {
      const { x, y } = element.getBoundingClientRect();
      return { x, y };
    });
  await expect.element(inspector.getByText('Details')).toBeVisible();
  const before = places();
  await choose('Copy reference');
  await expect.element(inspector.getByText('Copied', { exact: true })).toBeVisible();
  expect(places()).toEqual(before);
});

test('an export is masked by default, and opens as a read-only timeline', async () => {
  await openNewest();
  await choose('Export as NDJSON, masked');
  await expect.poll(() => saved.length).toBe(1);
  expect(await saved[0]!.text()).not.toContain('ada@example.com');

  await choose('Export as NDJSON with personal data');
  await expect.poll(() => saved.length).toBe(2);
  const text = await saved[1]!.text();
  expect(text).toContain('ada@example.com');
  expect(text).not.toContain(backend.accessKey);

  const file = new File([`${text}no delivery\n`], 'from-qa.ndjson');
  await userEvent.upload(page.getByLabelText('File to import'), file);
  await expect.element(page.getByText(/from-qa.ndjson.*1 delivery.*Read-only/)).toBeVisible();
  await expect.element(page.getByText('1 line is not a delivery')).toBeVisible();
  await expect.poll(() => shownRows().length).toBe(1);
  await grid.getByRole('row', { name: /user.updated/ }).click();
  await expect.element(inspector).toMatchTextContent(/Imported from a file/);
  await expect
    .element(page.getByRole('button', { name: 'Re-dispatch', exact: true }))
    .toBeDisabled();
  for (const name of ['Pause', 'Clear']) {
    const button = page.getByRole('button', { name, exact: true });
    await expect.element(button).toBeDisabled();
    await expect.element(button).toHaveAccessibleDescription('No new events come to a file');
  }
  await inspector.getByRole('tab', { name: 'User' }).click();
  const moment = inspector.getByRole('region', { name: 'Row at this moment' });
  await expect.element(moment.getByRole('row', { name: /^last_name .*updated$/ })).toBeVisible();
  // Of one write there is nothing to slide through.
  await expect.element(inspector.getByRole('listitem')).toHaveLength(1);
  await expect.element(inspector.getByRole('slider')).not.toBeInTheDocument();
  await expectAccessibleInBothThemes();
  expect('broken' in window).toBe(false);

  await page.getByRole('button', { name: 'Back to the live events' }).click();
  await expect.poll(() => shownRows().length).toBe(2);
});

test('the message that copying failed stays until the next try, or until it is closed', async () => {
  await openNewest();
  const lock = () =>
    vi.mocked(navigator.clipboard).writeText.mockImplementationOnce(async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      throw new Error('The clipboard is locked.');
    });
  const expectStays = async () => {
    await expect.element(alert).toMatchTextContent('The clipboard is locked.');
    vi.advanceTimersByTime(3_600_000);
    vi.useRealTimers();
    await expect.element(alert).toMatchTextContent('The clipboard is locked.');
  };
  lock();
  await choose('Copy as JSON');
  await expectStays();
  await alert.getByRole('button', { name: 'Copy the error' }).click();
  await expect.poll(() => copied).toEqual(['The clipboard is locked.']);
  await choose('Copy as JSON');
  await expect.poll(() => copied.length).toBe(2);
  await expect.element(alert).not.toBeInTheDocument();

  lock();
  await choose('Copy as JSON');
  await expectStays();
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await expect.element(alert).not.toBeInTheDocument();
});

test('a viewer can copy nothing unmasked, and no cURL command', async () => {
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await grid.getByRole('row', { name: /user.updated/ }).click();
  await inspector.getByRole('button', { name: 'Copy and export' }).click();
  const curl = page.getByRole('menuitem', { name: /cURL/ });
  await expect.element(curl).toBeDisabled();
  await expect.element(curl).toMatchTextContent(/the payload is masked$/);
  await expect
    .element(page.getByRole('menuitem', { name: /personal data/ }))
    .not.toBeInTheDocument();
  await page.getByRole('menuitem', { name: 'Copy as JSON', exact: true }).click();
  await expect.poll(() => copied.length).toBe(1);
  expect(JSON.parse(copied[0]!)).toMatchObject({ masked: true });
  expect(copied[0]).not.toContain('ada@example.com');
});
