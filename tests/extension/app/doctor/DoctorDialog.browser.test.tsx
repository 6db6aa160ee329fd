import { beforeEach, describe, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';
import { userCreated } from '../../../fixtures/data/clerkEvents.ts';

const empty = ownBackend();
const broken = ownBackend({ faulty: true });
const doctor = page.getByRole('dialog', { name: 'Doctor' });
const checks = doctor.getByRole('region', { name: 'Checks' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const webhookUrl = (siteUrl: string) => `${siteUrl}/clerk-users-webhook`;

beforeEach(() => {
  vi.restoreAllMocks();
});

describe('before the first webhook', () => {
  test('the timeline shows the exact URL to send webhooks to, and a button copies it', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await openPanel([deploymentOf(empty)]);
    const url = webhookUrl(empty.siteUrl);
    await expect.element(page.getByText(url)).toBeVisible();
    await page.getByRole('button', { name: `Copy ${url}` }).click();
    await expect.poll(() => write.mock.calls).toEqual([[url]]);
  });

  test('a button in the timeline opens the doctor, which says that no request has come', async () => {
    await openPanel([deploymentOf(empty)]);
    await page.getByRole('button', { name: /Ask the doctor/ }).click();
    await expect.element(checks).toMatchTextContent(/No request has ever come to http/);
    await expect
      .element(doctor.getByRole('region', { name: 'Endpoints' }))
      .toMatchTextContent(webhookUrl(empty.siteUrl));
    await expect
      .element(doctor.getByRole('region', { name: 'Event types' }))
      .toMatchTextContent(/user\.created not seen yet/);
    await expectAccessibleInBothThemes();
  });
});

test('the doctor says that the handler throws and what to do, and opens an event that shows it', async () => {
  await commands.setEnvironment(broken.url, { HANDLER_ERROR: 'No such plan' });
  await deliver(broken, userCreated());
  await commands.setEnvironment(broken.url, { HANDLER_ERROR: '' });
  await openPanel([deploymentOf(broken)]);
  await page.getByRole('button', { name: 'Deployment acme-dev' }).click();
  await page.getByRole('menuitem', { name: /^Doctor/ }).click();
  const finding = checks.getByRole('listitem').filter({ hasText: /Your handler has failed/ });
  await expect.element(finding).toMatchTextContent('wrong:');
  await expect.element(finding).toMatchTextContent('No such plan');
  await finding.getByRole('button', { name: 'Open event' }).click();
  await expect.element(doctor).not.toBeInTheDocument();
  await expect.element(inspector).toMatchTextContent('No such plan');
});

test('d opens the doctor, and Escape closes it', async () => {
  await openPanel([deploymentOf(empty)]);
  await expect.element(page.getByText('No webhooks yet')).toBeVisible();
  await userEvent.keyboard('d');
  await expect.element(checks).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(doctor).not.toBeInTheDocument();
});
