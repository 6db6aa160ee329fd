/** What can be asked of a document once it is open. Arguments and results are structured-cloneable. */
export type Calls = Record<string, (...args: never[]) => unknown>;

type Opener = (...args: never[]) => Calls;

/** A document that lives in a worker. Every call answers later; one that fails rejects. */
export type RemoteDocument<Open extends Opener> = {
  [Name in keyof ReturnType<Open>]: (
    ...args: Parameters<ReturnType<Open>[Name]>
  ) => Promise<Awaited<ReturnType<ReturnType<Open>[Name]>>>;
};

type Request = { id: number; name: string | null; args: never[] };
/** An error keeps its kind on its way, so that a SyntaxError is still known as one. */
type Response = { id: number; value?: unknown; error?: Error };

/** Inside a worker: keeps the one document that was opened last and answers for it, in order. */
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
    self.postMessage(response);
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
  worker.onerror = (event) => {
    const error = new Error(event.message || 'A part of the panel did not load.');
    for (const call of waiting.values()) call.reject(error);
    waiting.clear();
  };

  function ask(name: string | null, callArgs: never[]): Promise<unknown> {
    const call = Promise.withResolvers<unknown>();
    waiting.set(++lastId, call);
    worker.postMessage({ id: lastId, name, args: callArgs } satisfies Request);
    return call.promise;
  }

  await ask(null, args);
  // A promise looks for `then` on what it resolves to: only the document's own calls are here.
  return new Proxy({} as RemoteDocument<Open>, {
    get: (_, name: string) =>
      name === 'then' ? undefined : (...callArgs: never[]) => ask(name, callArgs),
  });
}
