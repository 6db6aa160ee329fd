import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderError } from './database.ts';

/**
 * The open file of the database. After the file is removed, its content is lost when the process
 * ends.
 */
export class DataFile {
  readonly #folder: string;
  readonly #inode: number;

  /** @param folder The data folder, whose database is open. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#inode = this.#current()!.ino;
  }

  /** @throws DataFolderError when the file was deleted, moved away or replaced since it was opened. */
  checkPresent(): void {
    if (this.#current()?.ino === this.#inode) return;
    throw new DataFolderError(
      `${this.#folder} was removed while the deployment was using it: nothing can be saved any more. ` +
        `Start the deployment again.`,
    );
  }

  #current() {
    return statSync(join(this.#folder, 'data.sqlite'), { throwIfNoEntry: false });
  }
}
