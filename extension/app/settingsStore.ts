import type { WxtStorageItem } from 'wxt/utils/storage';

type Item<T> = WxtStorageItem<T, Record<string, unknown>>;

interface Unkept {
  value: unknown;
  store(): Promise<void>;
  /** Why the browser refused to store it; undefined while it has not answered. */
  cause?: string;
}

/**
 * The browser's storage, as long as it stores. What it refuses is held here, so that the panel goes
 * on with what was set until it closes.
 */
export class SettingsStore {
  /** Why the browser refused; null when everything is kept. */
  refusal: string | null = null;

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

  /** Tries again to store what was refused. */
  retry = (): void => {
    for (const [key, unkept] of this.#unkept) void this.#store(key, unkept);
  };

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async #store(key: string, unkept: Unkept): Promise<void> {
    this.#unkept.set(key, unkept);
    try {
      await unkept.store();
      // Something newer may have been set meanwhile.
      if (this.#unkept.get(key) === unkept) this.#unkept.delete(key);
    } catch (error) {
      unkept.cause = error instanceof Error ? error.message : String(error);
    }
    this.refusal = [...this.#unkept.values()].find(({ cause }) => cause)?.cause ?? null;
    for (const listener of this.#listeners) listener();
  }
}
