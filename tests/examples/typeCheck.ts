import { join } from 'node:path';
import { run } from './run.ts';

/** As in package.json: the oldest that is supported, the last one in JavaScript, the current one. */
export const TYPESCRIPTS = ['typescript-5.0', 'typescript-5.9', 'typescript'];

/** @returns the compiler's errors for a folder with a tsconfig.json; empty if there are none. */
export async function typeCheck(app: string, folder: string, typescript: string): Promise<string> {
  const { pathname } = new URL(import.meta.resolve(`${typescript}/package.json`));
  const { stdout } = await run(
    app,
    process.execPath,
    join(pathname, '../bin/tsc'),
    '-p',
    folder,
  ).catch((error: Error) => ({ stdout: error.message }));
  return stdout;
}
