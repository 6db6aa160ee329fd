import { version } from 'convex';

/**
 * `ctx.meta.getSnapshotTs` came with 1.47, `v.commitTs` with 1.43 and `ctx.meta` itself with 1.38.
 */
const NEEDED = [1, 47] as const;

/** @throws Error, and so stops the deploy, for an app whose convex is too old. */
export function requireConvex(installed: string = version): void {
  const [major = 0, minor = 0] = installed.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return;
  throw new Error(
    `Webhook DevTools needs convex ${NEEDED.join('.')} or newer, but this app has ${installed}. ` +
      'Run `npm install convex@latest`.',
  );
}
