import { beforeAll, beforeEach, expect } from 'vitest';
import type { StartedBackend } from '../../fixtures/browser/backendCommands.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';
import { clerkEvent, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';

/** Delivers three events of different types, and opens the panel with them for each test. */
export function showThreeEvents(backend: StartedBackend): void {
  beforeAll(async () => {
    await deliver(
      backend,
      userCreated(),
      userUpdated({ last_name: 'King' }),
      clerkEvent('session.created', { id: 'sess_1' }),
    );
  });
  beforeEach(async () => {
    await openPanel([deploymentOf(backend)]);
    await expect.poll(() => shownRows().length).toBe(3);
  });
}
