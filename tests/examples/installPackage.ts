import { cp, mkdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { inject } from 'vitest';

export const NAME = 'webhook-devtools-for-convex';

const MODULES = resolve(import.meta.dirname, '../../node_modules');

/** Installs in an app what `npm install` would: the packed package and its dependencies. */
export async function installPackage(app: string): Promise<string> {
  const installed = join(app, 'node_modules', NAME);
  await mkdir(join(app, 'node_modules'));
  // A copy, not a link: it must find the app's convex and not this project's.
  await cp(inject('packedPackage'), installed, { recursive: true });
  for (const name of ['convex', 'svix', 'jsonc-parser']) {
    await symlink(join(MODULES, name), join(app, 'node_modules', name));
  }
  return installed;
}
