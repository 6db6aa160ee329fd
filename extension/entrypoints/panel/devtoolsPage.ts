import { browser } from 'wxt/browser';
import type { Evaluated, InspectedPage, PageRequest } from '../../page/watch/inspectedPage.ts';

const HUNG_AFTER_MS = 3_000;

/** The page that DevTools inspects; null in a tab. */
export function devtoolsPage(): InspectedPage | null {
  const devtools = browser.devtools as unknown as DevTools | undefined;
  if (!devtools?.network || !devtools.inspectedWindow) return null;
  const { network, inspectedWindow } = devtools;
  return {
    onRequest: (listener) =>
      listen(network.onRequestFinished, (entry) => listener(requestOf(entry))),
    onNavigated: (listener) => listen(network.onNavigated, () => listener()),
    async recorded() {
      const [har] = await ask((...callback) => network.getHAR(...callback));
      return (har as { entries: HarEntry[] }).entries.map(requestOf);
    },
    evaluate: async (expression) =>
      await Promise.race([evaluate(inspectedWindow, expression), hung()]),
    reload: () => inspectedWindow.reload({}),
  };
}

/**
 * The results of a DevTools call: Chrome passes them to a callback, Firefox returns a promise, of
 * an array if there are several.
 */
async function ask(call: (...callback: Callback[]) => unknown): Promise<unknown[]> {
  if (import.meta.env.FIREFOX) {
    const answer = await call();
    return Array.isArray(answer) ? answer : [answer];
  }
  return await new Promise((resolve) => {
    void call((...answer) => resolve(answer));
  });
}

type Callback = (...answer: unknown[]) => void;

function listen<T>(event: DevToolsEvent<T>, listener: (value: T) => void): () => void {
  event.addListener(listener);
  return () => event.removeListener(listener);
}

async function evaluate(window: InspectedWindow, expression: string): Promise<Evaluated> {
  try {
    const [value, failure] = await ask((...callback) => window.eval(expression, ...callback));
    return failure ? { kind: 'failed' } : { kind: 'value', value };
  } catch {
    return { kind: 'failed' };
  }
}

function hung(): Promise<Evaluated> {
  return new Promise((resolve) => {
    setTimeout(() => resolve({ kind: 'hung' }), HUNG_AFTER_MS);
  });
}

function requestOf(entry: HarEntry): PageRequest {
  const { request, response, startedDateTime, time } = entry;
  const startedAt = Date.parse(startedDateTime);
  return {
    url: request.url,
    method: request.method,
    status: response.status,
    startedAt,
    finishedAt: startedAt + Math.max(time, 0),
    size: Math.max(response.content?.size ?? 0, 0),
    async body() {
      // In Firefox, recorded requests already contain their bodies.
      const { text, encoding } = response.content ?? {};
      if (typeof text === 'string') return encoding === 'base64' ? null : text;
      const [content, how] = await ask((...callback) => entry.getContent?.(...callback));
      return typeof content === 'string' && how !== 'base64' ? content : null;
    },
  };
}

interface DevTools {
  network: {
    onRequestFinished: DevToolsEvent<HarEntry>;
    onNavigated: DevToolsEvent<string>;
    getHAR: (...callback: Callback[]) => unknown;
  };
  inspectedWindow: InspectedWindow;
}

interface InspectedWindow {
  eval: (expression: string, ...callback: Callback[]) => unknown;
  reload: (options: object) => void;
}

interface DevToolsEvent<T> {
  addListener: (listener: (value: T) => void) => void;
  removeListener: (listener: (value: T) => void) => void;
}

interface HarEntry {
  startedDateTime: string;
  /** In milliseconds. */
  time: number;
  request: { url: string; method: string };
  response: { status: number; content?: { size?: number; text?: string; encoding?: string } };
  getContent?: (...callback: Callback[]) => unknown;
}
