/**
 * The page that DevTools inspects, as far as an extension without a content script may look at it.
 * Everything that comes from here is the page's word: it may be forged, huge or malformed.
 */
export interface InspectedPage {
  /** Calls back for each request that finishes from now on. Returns a function that ends this. */
  onRequest: (listener: (request: PageRequest) => void) => () => void;
  /**
   * Calls back when the page reloads or moves to another address. Returns a function that ends
   * this.
   */
  onNavigated: (listener: () => void) => () => void;
  /**
   * The requests that DevTools has recorded since the page was loaded. Chrome takes about a
   * millisecond for each and blocks its window meanwhile, and Firefox may lose live requests: call
   * it rarely, never at an interval.
   */
  recorded: () => Promise<PageRequest[]>;
  /** Runs an expression in the page. The expression must be synchronous. */
  evaluate: (expression: string) => Promise<Evaluated>;
  reload: () => void;
}

/** Times are milliseconds since 1970, by the clock of this machine. */
export interface PageRequest {
  url: string;
  method: string;
  /** 0 where the browser does not say. */
  status: number;
  startedAt: number;
  finishedAt: number;
  /** The size of the answer's body in bytes; 0 if not known. */
  size: number;
  /** The answer's body; null if it is not text or no longer kept. */
  body: () => Promise<string | null>;
}

export type Evaluated =
  | { kind: 'value'; value: unknown }
  /** The page does not allow it, or the expression threw. */
  | { kind: 'failed' }
  /** The expression did not return in time, and may still be running. */
  | { kind: 'hung' };
