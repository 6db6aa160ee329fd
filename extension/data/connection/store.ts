/** A value that lives outside React. Components read it by `useSyncExternalStore`. */
export abstract class Store {
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Tells the listeners that the value has changed. */
  protected changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
