/** An engine that runs one of the fixture folders. It closes when the test ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convexToJson, jsonToConvex, type Value } from 'convex/values';
import { onTestFinished } from 'vitest';
import type {
  Caller,
  Engine,
  EngineOptions,
  Result,
} from '../../../local/engine/contract/contract.ts';
import { openEngine } from '../../../local/localEngine.ts';

export const anyone: Caller = { admin: false, identity: null };
export const admin: Caller = { admin: true, identity: null };

const fixtures = new URL('../functions/', import.meta.url).pathname;

export function fixture(name: string): string {
  return join(fixtures, name);
}

/** @param name A folder of tests/local/functions. */
export async function testEngine(
  name: string,
  options: Partial<EngineOptions> = {},
): Promise<TestEngine> {
  const engine = await openEngine({ data: null, functions: fixture(name), ...options });
  const test = new TestEngine(engine);
  onTestFinished(() => test.close());
  return test;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'engine-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The engine with Convex values instead of JSON. Its calls throw the errors that a client gets. */
export class TestEngine {
  readonly engine: Engine;
  #isClosed = false;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  async query(path: string, args: Record<string, Value> = {}): Promise<Value> {
    return valueOf((await this.engine.runQuery(path, convexToJson(args), admin)).result);
  }

  async mutation(path: string, args: Record<string, Value> = {}): Promise<Value> {
    return valueOf((await this.engine.runMutation(path, convexToJson(args), admin)).result);
  }

  async action(path: string, args: Record<string, Value> = {}): Promise<Value> {
    return valueOf(await this.engine.runAction(path, convexToJson(args), admin));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.engine.close();
  }
}

function valueOf(result: Result): Value {
  if (result.success) return jsonToConvex(result.value);
  throw new Error(result.errorMessage.replace(/^\[Request ID: [0-9a-f]{16}\] Server Error\n/, ''));
}
