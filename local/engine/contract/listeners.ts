/** Functions that are called when something happens. */
export class Listeners<T extends unknown[]> {
  readonly #all = new Set<(...values: T) => void>();

  /** Returns a function that removes the listener. */
  add(listener: (...values: T) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  call(...values: T): void {
    for (const listener of this.#all) listener(...values);
  }
}
