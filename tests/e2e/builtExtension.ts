/** Vitest's global set-up: what the stories load is what the sources say now. */
import { buildExtension } from '../../local/demo/extensionBuild.ts';

export default async function setup(): Promise<void> {
  await buildExtension('chrome');
  await buildExtension('firefox');
}
