/** The deployment's environment variables: kept in its database, seen by its functions. */
import type { Engine } from './contract.ts';
import type { Store } from './store.ts';

type Change = Parameters<Engine['environment']['update']>[0][number];

export class Environment {
  /** Variables that the deployment itself provides, such as CONVEX_SITE_URL. */
  private readonly system: Record<string, string>;
  private own = new Map<string, string>();
  private readonly store: Store;
  current: Readonly<Record<string, string>> = {};

  constructor(store: Store, system: Record<string, string>) {
    this.store = store;
    this.system = system;
    this.reload();
  }

  list(): { name: string; value: string }[] {
    return [...this.own].map(([name, value]) => ({ name, value }));
  }

  get(name: string): string | null {
    return this.own.get(name) ?? null;
  }

  /** All of the changes or none. @throws Error which names what is wrong with a name or value. */
  write(changes: readonly Change[]): void {
    for (const change of changes) check(change);
    this.store.transact(() => {
      for (const { name, value } of changes) {
        if (value === null) this.store.run('DELETE FROM environment WHERE name = ?', name);
        else {
          this.store.run(
            'INSERT OR REPLACE INTO environment (name, value) VALUES (?, ?)',
            name,
            value,
          );
        }
      }
    });
    this.reload();
  }

  private reload(): void {
    const rows = this.store.all('SELECT name, value FROM environment ORDER BY name');
    this.own = new Map(rows.map((row) => [row['name'] as string, row['value'] as string]));
    this.current = Object.freeze({ ...this.system, ...Object.fromEntries(this.own) });
  }
}

// Convex's limits: names of at most 40 characters, values of at most 8 KiB.
function check({ name, value }: Change): void {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]{0,39}$/.test(name)) {
    throw new Error(
      `Environment variable name ${JSON.stringify(name)} is invalid: use up to 40 letters, digits ` +
        `and underscores, not starting with a digit.`,
    );
  }
  if (name === 'CONVEX_CLOUD_URL' || name === 'CONVEX_SITE_URL') {
    throw new Error(`Environment variable ${name} is set by the deployment and cannot be changed.`);
  }
  if (value !== null && Buffer.byteLength(value) > 8192) {
    throw new Error(`Environment variable ${name} is larger than 8 KiB.`);
  }
}
