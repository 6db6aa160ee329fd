/**
 * The menu that copies and exports the newer of two deliveries, and what it copied and exported.
 */
import { beforeEach, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { StartedBackend } from '../../fixtures/browser/backendCommands.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

export const grid = page.getByRole('grid', { name: 'Webhook events' });
export const inspector = page.getByRole('complementary', { name: 'Inspector' });
export const alert = page.getByRole('alert');

export async function deliverTwo(backend: StartedBackend): Promise<void> {
  await deliver(
    backend,
    userCreated(),
    userUpdated({ last_name: '<img src=x onerror="window.broken = true">', updated_at: NOON + 1 }),
  );
}

/** What each test writes to the clipboard, and what it saves as a file. */
export function transferred(): { copied: string[]; saved: Blob[] } {
  const copied: string[] = [];
  const saved: Blob[] = [];
  beforeEach(() => {
    copied.length = 0;
    saved.length = 0;
    vi.restoreAllMocks();
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => {
      copied.push(text);
    });
    const createObjectURL = URL.createObjectURL.bind(URL);
    vi.spyOn(URL, 'createObjectURL').mockImplementation((object) => {
      if (object instanceof Blob && object.type === 'application/x-ndjson') saved.push(object);
      return createObjectURL(object);
    });
  });
  return { copied, saved };
}

export async function choose(item: string) {
  await inspector.getByRole('button', { name: 'Copy and export' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

export async function openNewestOf(backend: StartedBackend) {
  await openPanel([deploymentOf(backend)]);
  await grid.getByRole('row', { name: /user.updated/ }).click();
}
