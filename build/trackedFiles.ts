import { execFileSync } from 'node:child_process';

/** The files of this project that git tracks; none if the sources are not in a repository. */
export function trackedFiles(root: string): string[] {
  try {
    const list = execFileSync('git', ['ls-files', '-z'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return list.toString().split('\0').filter(Boolean);
  } catch {
    return [];
  }
}
