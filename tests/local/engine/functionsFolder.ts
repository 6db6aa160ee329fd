/** Functions folders that a test writes itself. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './testEngine.ts';

const PACKAGES = new URL('../../../node_modules', import.meta.url).pathname;

/** A folder with these files that finds the packages of this project. */
export function functionsFolder(files: Record<string, string>) {
  const parent = temporaryFolder();
  symlinkSync(PACKAGES, join(parent, 'node_modules'));
  const path = join(parent, 'convex');
  const write = (changed: Record<string, string>) => {
    for (const [name, text] of Object.entries(changed)) {
      mkdirSync(join(path, name, '..'), { recursive: true });
      writeFileSync(join(path, name), text);
    }
  };
  write(files);
  return { path, write };
}
