import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** @throws Error with what the command printed, if it fails. */
export async function run(cwd: string, command: string, ...args: string[]) {
  try {
    return await promisify(execFile)(command, args, { cwd });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')} failed: ${stdout}${stderr}`, { cause: error });
  }
}
