import { afterEach, expect, test, vi } from 'vitest';
import { serveDocument } from '../../../../extension/data/worker/workerDocument.ts';

type Answer = { id: number; value?: unknown; error?: Error };

afterEach(() => vi.unstubAllGlobals());

/**
 * Serves a document in a scope that copies messages as a worker does; returns a function to call
 * it.
 */
function serve(calls: Record<string, () => unknown>) {
  const answers: Answer[] = [];
  const scope = {
    onmessage: (() => {}) as (event: { data: unknown }) => unknown,
    postMessage: (answer: Answer) => void answers.push(structuredClone(answer)),
  };
  vi.stubGlobal('self', scope);
  serveDocument(() => calls);
  return async (name: string | null) => {
    await scope.onmessage({ data: { id: 7, name, args: [] } });
    return answers.at(-1);
  };
}

test('an answer that cannot be sent is reported as an error', async () => {
  const ask = serve({ fail: () => () => 'functions cannot be sent' });
  await ask(null);
  expect(await ask('fail')).toMatchObject({ id: 7, error: expect.any(Error) });
});

test('a call that throws answers with its error', async () => {
  const ask = serve({
    fail: () => {
      throw new SyntaxError('not JSON');
    },
  });
  await ask(null);
  expect(await ask('fail')).toMatchObject({ error: new SyntaxError('not JSON') });
});
