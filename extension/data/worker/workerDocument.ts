/** The functions of an open document. Arguments and results are structured-cloneable. */
export type Calls = Record<string, (...args: never[]) => unknown>;

type Opener = (...args: never[]) => Calls;

/** A document in a worker. Every call returns a promise, which rejects if the call fails. */
export type RemoteDocument<Open extends Opener> = {
  [Name in keyof ReturnType<Open>]: (
    ...args: Parameters<ReturnType<Open>[Name]>
  ) => Promise<Awaited<ReturnType<ReturnType<Open>[Name]>>>;
};

type Request = { id: number; name: string | null; args: never[] };
/** An error keeps its class when it is posted, so that a SyntaxError stays one. */
type Response = { id: number; value?: unknown; error?: Error };

/** Inside a worker: keeps the document that was opened last and answers its calls, in order. */
export function serveDocument(open: (...args: never[]) => Calls | Promise<Calls>): void {
  let document: Calls = {};
  self.onmessage = async ({ data: { id, name, args } }: MessageEvent<Request>) => {
    const response: Response = { id };
    try {
      if (name === null) document = await open(...args);
      else response.value = document[name]!(...args);
    } catch (error) {
      response.error = error instanceof Error ? error : new Error(String(error));
    }
    try {
      self.postMessage(response);
    } catch (error) {
      // The answer cannot be posted, for example because it is nested too deeply.
      self.postMessage({ id, error: new Error(String(error)) } satisfies Response);
    }
  };
}

/**
 * Opens a document in a worker. Rejects with the opener's own error, such as a SyntaxError, or with
 * one that says that the worker did not load.
 */
export async function openInWorker<Open extends Opener>(
  worker: Worker,
  ...args: Parameters<Open>
): Promise<RemoteDocument<Open>> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;

  worker.onmessage = ({ data: { id, value, error } }: MessageEvent<Response>) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(value);
    else call?.reject(error);
  };
  function fail(message: string): void {
    for (const call of waiting.values()) call.reject(new Error(message));
    waiting.clear();
  }
  worker.onerror = ({ message }) =>
    fail(message || 'A part of the panel did not load: close the panel and open it again.');
  worker.onmessageerror = () => fail('An answer of the worker could not be read.');

  function ask(name: string | null, callArgs: never[]): Promise<unknown> {
    const call = Promise.withResolvers<unknown>();
    waiting.set(++lastId, call);
    worker.postMessage({ id: lastId, name, args: callArgs } satisfies Request);
    return call.promise;
  }

  await ask(null, args);
  // A promise looks for `then` on its value, and this proxy would take that for a call.
  return new Proxy({} as RemoteDocument<Open>, {
    get: (_, name: string) =>
      name === 'then' ? undefined : (...callArgs: never[]) => ask(name, callArgs),
  });
}
