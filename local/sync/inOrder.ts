/** Runs tasks one after the other, in the order in which they came. */
export class InOrder {
  readonly #tasks: (() => Promise<void>)[] = [];
  readonly #onError: (error: unknown) => void;

  /** After an error no task runs any more. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  push(task: () => Promise<void>): void {
    this.#tasks.push(task);
    if (this.#tasks.length === 1) void this.#run();
  }

  /** Drops the tasks that have not begun. */
  clear(): void {
    this.#tasks.length = 0;
  }

  async #run(): Promise<void> {
    try {
      for (let next = this.#tasks[0]; next; next = this.#tasks[0]) {
        await next();
        this.#tasks.shift();
      }
    } catch (error) {
      this.#onError(error);
    }
  }
}
