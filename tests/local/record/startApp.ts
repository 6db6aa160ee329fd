/**
 * The app of tests/webhooks/record on the local engine. One engine serves a test file and is
 * emptied for each test.
 */
import { convexToJson, jsonToConvex, type Value } from 'convex/values';
import { afterAll } from 'vitest';
import { openEngine } from '../../../local/localEngine.ts';
import { App, type Call } from '../../webhooks/record/app.ts';
import { admin } from '../engine/testEngine.ts';

const functions = new URL('../../webhooks/record/functions', import.meta.url).pathname;

let shared: ReturnType<typeof openEngine> | undefined;
afterAll(async () => await (await shared)?.close());

export async function startApp(): Promise<App> {
  shared ??= openEngine({
    functions,
    data: null,
    // So few conflicts that no mutation uses up its retries.
    conflicts: { rate: 0.02 },
    // Some tests write thousands of documents, possibly on a slow machine.
    timeLimit: 120_000,
  });
  const engine = await shared;
  const call: Call = async (type, path, args) => {
    const json = convexToJson(args as Value);
    const { result } =
      type === 'query'
        ? await engine.runQuery(path, json, admin)
        : await engine.runMutation(path, json, admin);
    if (result.success) return jsonToConvex(result.value);
    throw new Error(result.errorMessage);
  };
  while (!(await call('mutation', 'things:empty', {})));
  return new App(call);
}
