/** Reports changes to the sources of the functions. */
import { existsSync, readdirSync, watch, type FSWatcher } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** An editor writes a file in several steps, and a checkout writes many files. */
const SETTLED_AFTER_MS = 100;

/**
 * Watches each folder separately: on Linux, Node's recursive watch no longer sees a file after it
 * was replaced by another with the same name, as a checkout and many editors do.
 */
export class SourceWatcher {
  /** The watchers of the functions folder and the folders in it. */
  readonly #inside: FSWatcher[] = [];
  readonly #outside = new Map<string, FSWatcher>();
  readonly #root: string;
  readonly #onChange: () => void;
  #isGone = false;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param folder The functions folder: everything in it counts.
   * @param onChange Also called, once, when the folder is missing.
   */
  constructor(folder: string, onChange: () => void) {
    this.#root = resolve(folder);
    this.#onChange = onChange;
    this.#watchInside();
  }

  /** Watches sources outside of the folder that the functions import, except packages. */
  follow(inputs: string[]): void {
    for (const input of inputs) {
      const isInside = input.startsWith(this.#root + sep);
      if (isInside || input.includes(`${sep}node_modules${sep}`)) continue;
      const folder = dirname(input);
      if (!this.#outside.has(folder)) this.#outside.set(folder, this.#watch(folder));
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of [...this.#inside, ...this.#outside.values()]) watcher.close();
  }

  /**
   * Creates the watchers anew after each change, which may have added, removed or replaced folders.
   */
  #watchInside(): void {
    for (const watcher of this.#inside.splice(0)) watcher.close();
    for (const folder of foldersIn(this.#root)) this.#inside.push(this.#watch(folder));
  }

  #watch(folder: string): FSWatcher {
    const watcher = watch(folder, () => this.#wait());
    // Moving a folder away must not end the deployment.
    watcher.on('error', () => watcher.close());
    return watcher;
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#report(), SETTLED_AFTER_MS);
  }

  #report(): void {
    try {
      this.#watchInside();
    } catch {
      // A folder is missing, perhaps only during a checkout.
      this.#wait();
      if (!this.#isGone && !existsSync(this.#root)) {
        this.#isGone = true;
        this.#onChange();
      }
      return;
    }
    this.#isGone = false;
    this.#onChange();
  }
}

/** The folder, and all folders in it. */
function foldersIn(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const inside = entries.filter((entry) => entry.isDirectory());
  return [root, ...inside.map(({ parentPath, name }) => join(parentPath, name))];
}
