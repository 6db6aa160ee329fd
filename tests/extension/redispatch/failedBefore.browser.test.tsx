/** Deliveries that failed as the app's own handler threw, which no preview runs. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/panel.tsx';

const HANDLER_ERROR = 'The mail service is down';

let backend: StartedBackend;
const dialog = page.getByRole('dialog');
const effect = dialog.getByRole('region', { name: 'Effect' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeAll(async () => {
  backend = await commands.startBackend({ faulty: true });
  await commands.setEnvironment(backend.url, { HANDLER_ERROR });
  await deliver(backend, userCreated());
});
afterAll(() => commands.stopBackend(backend.url));

async function openFailed(accessKey = backend.accessKey) {
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await page
    .getByRole('row', { name: /failed/ })
    .last()
    .click();
}

test.each(['Preview re-dispatch', 'Edit and re-dispatch'])(
  '%s says that the handler, which threw, is not run',
  async (name) => {
    await openFailed();
    await button(name).click();
    await expect
      .element(effect)
      .toMatchTextContent(
        /When it came, applying it threw an error\..*onUserChange.*may throw again/,
      );
  },
);

test('so does a preview of many, with how many of them failed', async () => {
  await openFailed();
  await button('Re-dispatch many').click();
  await page.getByRole('menuitem', { name: 'All failed since…' }).click();
  await expect
    .element(effect)
    .toMatchTextContent(/applying 1 of these threw an error.*it may throw again/);
});

test('a failure is told once, with the first line of what was thrown', async () => {
  await openFailed();
  await userEvent.keyboard('r');
  await expect
    .element(page.getByRole('status', { name: 'Re-dispatch' }))
    .toMatchTextContent(/failed\. Nothing changed\. Applying it threw an error\./);
  await expect
    .element(inspector.getByRole('heading', { level: 2 }))
    .toMatchTextContent(/^Failed, so nothing changed for Ada Lovelace: The mail service is down\./);
  expect(inspector.element().textContent).not.toContain('Applying it threw');
});

test('a viewer, who may not read what was thrown, is told of it once, too', async () => {
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await page
    .getByRole('row', { name: /failed/ })
    .last()
    .click();
  await expect
    .element(inspector.getByRole('heading', { level: 2 }))
    .toMatchTextContent(/^Failed, so nothing changed for user_\w+: applying it threw an error\./);
  expect(inspector.element().textContent.match(/threw/g)).toHaveLength(1);
});
