/** Vitest's global set-up: builds, packs and unpacks the package once, as `npm install` would. */
import { globSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { run } from './run.ts';

const ROOT = resolve(import.meta.dirname, '../..');

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that an app would find in its `node_modules`. */
    packedPackage: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'packed-'));
  const unpacked = join(folder, 'package');
  await run(ROOT, 'npm', 'pack', '--pack-destination', folder);
  await mkdir(unpacked);
  const [tarball] = globSync('*.tgz', { cwd: folder });
  await run(folder, 'tar', '-xzf', tarball!, '--strip-components=1', '-C', unpacked);
  project.provide('packedPackage', unpacked);
  return async () => await rm(folder, { recursive: true });
}
