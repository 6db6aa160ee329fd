import { expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';
import { userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';

const backend = ownBackend({ faulty: true });

test('after more failures than are loaded, the alarm does not say that nothing was ever accepted', async () => {
  await deliver(backend, userCreated());
  await commands.setEnvironment(backend.url, { HANDLER_ERROR: 'No such plan' });
  await deliver(backend, userUpdated(), userUpdated(), userUpdated());
  await openPanel([deploymentOf(backend)], null, null, 3);
  await expect
    .element(page.getByRole('region', { name: 'Alarm' }))
    .toMatchTextContent(/Nothing accepted since \d.* or earlier: 3 deliveries failed/);
});
