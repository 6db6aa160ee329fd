/** Makes the disk of a running engine full for a while. */
import { vi } from 'vitest';
import { Connection } from '../../../local/engine/storage/connection.ts';
import { anyone, type TestEngine } from './testEngine.ts';

export interface Disk {
  /** Leaves room for this many pages of 4 KiB and no more. */
  fillUpTo: (pagesLeft: number) => void;
  free: () => void;
}

export async function diskOf({ engine }: TestEngine): Promise<Disk> {
  const begin = vi.spyOn(Connection.prototype, 'begin');
  // The engine's connection is found by running any mutation.
  await engine.runMutation('nothing', {}, anyone);
  const connection = begin.mock.contexts[0] as Connection;
  begin.mockRestore();
  const limit = (pages: number) => connection.get(`PRAGMA max_page_count = ${pages}`);
  return {
    fillUpTo(pagesLeft) {
      const { page_count } = connection.get<{ page_count: number }>('PRAGMA page_count')!;
      limit(page_count + pagesLeft);
    },
    free: () => void limit(1_000_000),
  };
}
