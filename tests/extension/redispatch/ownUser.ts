import { beforeEach, expect } from 'vitest';
import type { StartedBackend } from '../../fixtures/browser/backendCommands.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { row } from './redispatchScreen.ts';

/** A new user for each test, with an update that is applied and one that is stale. */
export function ownUser(backend: StartedBackend): { id: string; first_name: string } {
  let users = 0;
  const ada = { id: '', first_name: '' };
  beforeEach(async () => {
    users += 1;
    Object.assign(ada, { id: `user_2ada${users}`, first_name: `Ada${users}` });
    await deliver(
      backend,
      userCreated(ada),
      userUpdated({ ...ada, last_name: 'King', updated_at: NOON + 5_000 }),
      userUpdated({ ...ada, last_name: 'Late', updated_at: NOON + 1_000 }),
    );
  });
  return ada;
}

/** Opens the panel, and waits for the events of the test's user. */
export async function openPanelAt(backend: StartedBackend, { first_name }: { first_name: string }) {
  await openPanel([deploymentOf(backend)]);
  await expect.element(row(new RegExp(`${first_name} Late`))).toBeVisible();
}
