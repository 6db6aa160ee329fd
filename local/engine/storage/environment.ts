/** The deployment's environment variables: kept in its database, seen by its functions. */
import type { Connection } from './connection.ts';
import type { Engine } from '../contract/contract.ts';

type Change = Parameters<Engine['environment']['update']>[0][number];

export class Environment {
  /** Variables that the deployment itself provides, such as CONVEX_SITE_URL. */
  readonly #system: Record<string, string>;
  readonly #connection: Connection;
  #own = new Map<string, string>();
  current: Readonly<Record<string, string>> = {};

  constructor(connection: Connection, system: Record<string, string>) {
    this.#connection = connection;
    this.#system = system;
    this.#reload();
  }

  list(): { name: string; value: string }[] {
    return [...this.#own].map(([name, value]) => ({ name, value }));
  }

  get(name: string): string | null {
    return this.#own.get(name) ?? null;
  }

  /** Makes all of the changes or none. @throws Error about the first invalid name or value. */
  write(changes: readonly Change[]): void {
    for (const change of changes) check(change);
    this.#connection.begin();
    try {
      for (const { name, value } of changes) this.#write(name, value);
      this.#connection.commit();
    } catch (error) {
      this.#connection.rollback();
      throw error;
    }
    this.#reload();
  }

  #write(name: string, value: string | null): void {
    if (value === null) this.#connection.run('DELETE FROM environment WHERE name = ?', name);
    else {
      const sql = 'INSERT OR REPLACE INTO environment (name, value) VALUES (?, ?)';
      this.#connection.run(sql, name, value);
    }
  }

  #reload(): void {
    const rows = this.#connection.all<{ name: string; value: string }>(
      'SELECT name, value FROM environment ORDER BY name',
    );
    this.#own = new Map(rows.map(({ name, value }) => [name, value]));
    this.current = Object.freeze({ ...this.#system, ...Object.fromEntries(this.#own) });
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
