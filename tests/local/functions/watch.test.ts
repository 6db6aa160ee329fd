/** Noticing changes of the functions' sources. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SourceWatcher } from '../../../local/functions/watch.ts';
import { eventually } from '../../fixtures/eventually.ts';
import { temporaryFolder } from '../../fixtures/temporaryFolder.ts';

function watched() {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'a.ts'), '');
  let changes = 0;
  const watcher = new SourceWatcher(folder, () => changes++);
  onTestFinished(() => watcher.close());
  return {
    folder,
    watcher,
    changes: () => changes,
    seesChange: async (change: () => void) => {
      const before = changes;
      change();
      await eventually(() => expect(changes).toBeGreaterThan(before));
    },
  };
}

test('a change of a file that was replaced by another is noticed', async () => {
  const { folder, seesChange } = watched();
  const elsewhere = join(temporaryFolder(), 'a.ts');
  const file = join(folder, 'a.ts');
  for (const text of ['1', '2']) {
    await seesChange(() => {
      rmSync(file);
      writeFileSync(file, text);
    });
  }
  for (const text of ['3', '4']) {
    writeFileSync(elsewhere, text);
    await seesChange(() => renameSync(elsewhere, file));
  }
  await seesChange(() => writeFileSync(file, '5'));
});

test('a change in a folder that was added or recreated is noticed', async () => {
  const { folder, seesChange } = watched();
  await seesChange(() => mkdirSync(join(folder, 'added')));
  await seesChange(() => writeFileSync(join(folder, 'added', 'b.ts'), ''));
  await seesChange(() => writeFileSync(join(folder, 'sub', 'b.ts'), ''));
  await seesChange(() => {
    rmSync(join(folder, 'sub'), { recursive: true });
    mkdirSync(join(folder, 'sub'));
  });
  await seesChange(() => writeFileSync(join(folder, 'sub', 'b.ts'), ''));
});

test('a change of a source outside, in a path with a colon as on Windows, is noticed', async () => {
  const { watcher, seesChange } = watched();
  const folder = join(temporaryFolder(), 'c:shared');
  mkdirSync(folder);
  watcher.follow([join(folder, 'a.ts')]);
  await seesChange(() => writeFileSync(join(folder, 'a.ts'), '1'));
});

test('a missing functions folder is reported once, and a change after it is back is noticed', async () => {
  const { folder, changes, seesChange } = watched();
  const elsewhere = join(temporaryFolder(), 'convex');
  for (const text of ['1', '2']) {
    await seesChange(() => renameSync(folder, elsewhere));
    const reported = changes();
    // Longer than the watcher takes to look again several times.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(changes()).toBe(reported);
    await seesChange(() => renameSync(elsewhere, folder));
    await seesChange(() => writeFileSync(join(folder, 'a.ts'), text));
  }
});
