/** The app's handler as a developer edits it while a deployment serves it. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { anyApi } from 'convex/server';
import { expect } from 'vitest';
import { copyFunctions } from '../fixtures/deployments/functionsCopy.ts';
import { eventually } from '../fixtures/eventually.ts';
import type { Backend } from './backend.ts';

const START = '  switch (type) {';
const FAULT = `  if (type === 'user.updated') throw new Error('The mail service is down');\n`;

export class HandlerFile {
  readonly #folder: string;
  readonly #working: string;
  #edits = 0;

  private constructor(folder: string, working: string) {
    this.#folder = folder;
    this.#working = working;
  }

  /** In a copy of our functions, where it works. */
  static async copy(): Promise<HandlerFile> {
    const folder = await copyFunctions();
    return new HandlerFile(folder, await readFile(fileIn(folder), 'utf8'));
  }

  /** The folder of the functions. */
  get functions(): string {
    return join(this.#folder, 'convex');
  }

  /** From now on it throws at each update of a user. */
  async break(): Promise<void> {
    await this.#write(this.#working.replace(START, FAULT + START));
  }

  async fix(): Promise<void> {
    await this.#write(this.#working);
  }

  /** Waits until the deployment has taken the last edit. */
  async isServedBy(backend: Backend): Promise<void> {
    await eventually(async () => {
      const served = await backend.client.query(anyApi.handlerEdits!.count!).catch(() => null);
      expect(served).toBe(this.#edits);
    });
  }

  /** Removes the copy. */
  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }

  /**
   * Writes, after the handler, a function that identifies this edit: a deployment that serves it
   * also serves the handler.
   */
  async #write(code: string): Promise<void> {
    await writeFile(fileIn(this.#folder), code);
    this.#edits += 1;
    await writeFile(
      join(this.functions, 'handlerEdits.ts'),
      `import { query } from './_generated/server.js';\nexport const count = query(() => ${this.#edits});\n`,
    );
  }
}

function fileIn(folder: string): string {
  return join(folder, 'convex/webhookHandler.ts');
}
