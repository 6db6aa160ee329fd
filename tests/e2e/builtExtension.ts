/** Vitest's global setup: builds the extension from the current sources. */
import { buildExtension } from '../../local/demo/browser/extensionBuild.ts';

export default async function setup(): Promise<void> {
  await buildExtension('chrome');
  await buildExtension('firefox');
}
