/** Runs tasks one after the other, in the order in which they came. */
export class InOrder {
  private readonly tasks: (() => Promise<void>)[] = [];
  private readonly onError: (error: unknown) => void;

  /** After an error no task runs any more. */
  constructor(onError: (error: unknown) => void) {
    this.onError = onError;
  }

  /** Tasks that have not ended. */
  get pending(): number {
    return this.tasks.length;
  }

  push(task: () => Promise<void>): void {
    this.tasks.push(task);
    if (this.tasks.length === 1) void this.run();
  }

  /** Forgets those that have not begun. */
  clear(): void {
    this.tasks.length = 0;
  }

  private async run(): Promise<void> {
    try {
      for (let next = this.tasks[0]; next; next = this.tasks[0]) {
        await next();
        this.tasks.shift();
      }
    } catch (error) {
      this.onError(error);
    }
  }
}
