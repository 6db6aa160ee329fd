import type { WxtStorageItem } from 'wxt/utils/storage';
import { Store } from '../data/connection/store.ts';

type Item<T> = WxtStorageItem<T, Record<string, unknown>>;

interface Unkept {
  value: unknown;
  store: () => Promise<void>;
  /** True if the browser did not store it; false while it has not answered. */
  failed?: boolean;
}

/**
 * The browser's storage. It holds values that the browser fails to store, so that the panel can use
 * them until it closes.
 */
export class SettingsStore extends Store {
  /**
   * Why a value is not stored; null when all are. A new object for a new failure: with another
   * cause, or after another value was stored.
   */
  failure: { cause: string } | null = null;

  #keptSince = false;
  readonly #unkept = new Map<string, Unkept>();

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

  /** Tries again to store the values that were not stored. */
  retry = (): void => {
    for (const [key, unkept] of this.#unkept) void this.#store(key, unkept);
  };

  async #store(key: string, unkept: Unkept): Promise<void> {
    this.#unkept.set(key, unkept);
    // A newer value may have been set meanwhile.
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
    this.changed();
  }
}
