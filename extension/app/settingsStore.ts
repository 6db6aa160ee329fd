import type { WxtStorageItem } from 'wxt/utils/storage';

type Item<T> = WxtStorageItem<T, Record<string, unknown>>;

interface Unkept {
  value: unknown;
  store(): Promise<void>;
  /** Whether the browser did not store it; false while it has not answered. */
  failed?: boolean;
}

/**
 * The browser's storage, as long as it stores. What it does not is held here, so that the panel
 * goes on with what was set until it closes.
 */
export class SettingsStore {
  /**
   * Why something is not kept; null when everything is. A new object each time that it is news: for
   * another cause, and after something else was kept.
   */
  failure: { cause: string } | null = null;

  #keptSince = false;
  readonly #unkept = new Map<string, Unkept>();
  readonly #listeners = new Set<() => void>();

  /** Throws when the browser cannot read it. */
  async read<T>(item: Item<T>): Promise<T> {
    const unkept = this.#unkept.get(item.key);
    return unkept === undefined ? await item.getValue() : (unkept.value as T);
  }

  write<T>(item: Item<T>, value: T): void {
    void this.#store(item.key, { value, store: () => item.setValue(value) });
  }

  remove<T>(item: Item<T>): void {
    void this.#store(item.key, { value: item.fallback, store: () => item.removeValue() });
  }

  /** Tries again to store what is not kept. */
  retry = (): void => {
    for (const [key, unkept] of this.#unkept) void this.#store(key, unkept);
  };

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async #store(key: string, unkept: Unkept): Promise<void> {
    this.#unkept.set(key, unkept);
    // Something newer may have been set meanwhile.
    const isNewest = () => this.#unkept.get(key) === unkept;
    try {
      await unkept.store();
      if (isNewest()) this.#unkept.delete(key);
      this.#keptSince = true;
      const all = [...this.#unkept.values()];
      if (!all.some(({ failed }) => failed)) this.failure = null;
    } catch (error) {
      if (!isNewest()) return;
      unkept.failed = true;
      const cause = error instanceof Error ? error.message : String(error);
      if (cause !== this.failure?.cause || this.#keptSince) this.failure = { cause };
      this.#keptSince = false;
    }
    for (const listener of this.#listeners) listener();
  }
}
