/** Tells when sources of the functions have changed. */
import { watch, type FSWatcher } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';

// An editor writes a file in several steps, and a checkout writes many.
const settleTime = 100;

export class SourceWatcher {
  private readonly watchers = new Map<string, FSWatcher>();
  private timer: NodeJS.Timeout | undefined;
  private readonly root: string;
  private readonly onChange: () => void;

  /** @param folder The functions folder: everything in it counts. */
  constructor(folder: string, onChange: () => void) {
    this.root = resolve(folder);
    this.onChange = onChange;
    this.add(this.root, true);
  }

  /** Sources outside of the folder which the functions import. Packages are left out. */
  follow(inputs: string[]): void {
    for (const input of inputs) {
      const isInside = input.startsWith(this.root + sep);
      if (!isInside && !input.includes(`${sep}node_modules${sep}`) && !input.includes(':')) {
        this.add(dirname(input), false);
      }
    }
  }

  close(): void {
    clearTimeout(this.timer);
    for (const watcher of this.watchers.values()) watcher.close();
  }

  private add(folder: string, recursive: boolean): void {
    if (this.watchers.has(folder)) return;
    const watcher = watch(folder, { recursive }, () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(this.onChange, settleTime);
    });
    // A folder that is moved away is no reason to end the deployment.
    watcher.on('error', () => watcher.close());
    this.watchers.set(folder, watcher);
  }
}
