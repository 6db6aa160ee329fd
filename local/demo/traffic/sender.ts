/** Delivers events as Svix does for Clerk: signed, and repeated until the answer is 2xx. */
import { Webhook } from 'svix';
import { clerkId, type ClerkEvent } from './clerkUser.ts';

/** Svix's pauses before further attempts, as many as can occur in a demo. */
const RETRIES_AFTER_MS = [5_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000];
/** Svix gives up on an attempt after 15 s. */
const TIMEOUT_MS = 15_000;

export interface Answer {
  /** The outcome that the backend answers, or `no answer`. */
  outcome: string;
  reason: string | null;
  /** HTTP status, 0 where there was no answer. */
  status: number;
}

export interface Delivery {
  type: string;
  who: string;
  attempt: number;
  answer: Answer;
  tookMs: number;
}

export interface SignedRequest {
  headers: Record<string, string>;
  body: string;
}

/** A scheduled retry. */
interface Retry {
  who: string;
  send: () => Promise<Answer>;
}

export class Sender {
  readonly #url: string;
  readonly #secret: string;
  readonly #report: (delivery: Delivery) => void;
  readonly #retriesAfterMs: number[];
  readonly #retries = new Map<NodeJS.Timeout, Retry>();

  constructor(
    url: string,
    secret: string,
    report: (delivery: Delivery) => void,
    retriesAfterMs = RETRIES_AFTER_MS,
  ) {
    this.#retriesAfterMs = retriesAfterMs;
    this.#url = url;
    this.#secret = secret;
    this.#report = report;
  }

  /** Resolves with the first attempt's answer. If it is not 2xx, retries follow. */
  send(event: ClerkEvent, who: string, svixId = clerkId('msg'), attempt = 1): Promise<Answer> {
    const request = sign(this.#secret, svixId, JSON.stringify(event), Date.now());
    return this.post(request, event.type, who, attempt, () => {
      const wait = this.#retriesAfterMs[attempt - 1];
      if (wait === undefined) return;
      const retry = {
        who,
        send: () => {
          this.#retries.delete(timer);
          return this.send(event, who, svixId, attempt + 1);
        },
      };
      const timer = setTimeout(() => void retry.send(), wait);
      this.#retries.set(timer, retry);
    });
  }

  /** Sends a person's scheduled retries at once, as Resend in Clerk's dashboard does. */
  async resend(who: string): Promise<void> {
    // The retries are chosen before the first is sent, since one that fails is scheduled again.
    const waiting = [...this.#retries].filter(([, retry]) => retry.who === who);
    for (const [timer, retry] of waiting) {
      clearTimeout(timer);
      await retry.send();
    }
  }

  /**
   * Sends one request, with a valid signature or not, without retries of its own: `onRefused` can
   * repeat it.
   */
  async post(
    { headers, body }: SignedRequest,
    type: string,
    who: string,
    attempt = 1,
    onRefused?: () => void,
  ): Promise<Answer> {
    const begun = performance.now();
    const answer = await this.#answer(headers, body);
    this.#report({ type, who, attempt, answer, tookMs: performance.now() - begun });
    if (answer.status < 200 || answer.status >= 300) onRefused?.();
    return answer;
  }

  stop(): void {
    for (const timer of this.#retries.keys()) clearTimeout(timer);
    this.#retries.clear();
  }

  async #answer(headers: Record<string, string>, body: string): Promise<Answer> {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(this.#url, { method: 'POST', headers, body, signal });
      const { outcome, reason } = (await response.json()) as Partial<Answer>;
      return {
        outcome: outcome ?? `HTTP ${response.status}`,
        reason: reason ?? null,
        status: response.status,
      };
    } catch (error) {
      return { outcome: 'no answer', reason: (error as Error).message, status: 0 };
    }
  }
}

/** The headers that Clerk sends; `signedAt` in milliseconds since 1970. */
export function sign(
  secret: string,
  svixId: string,
  body: string,
  signedAt: number,
): SignedRequest {
  return {
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Svix-Webhooks/1.0 (demo)',
      'svix-id': svixId,
      'svix-timestamp': String(Math.floor(signedAt / 1000)),
      'svix-signature': new Webhook(secret).sign(svixId, new Date(signedAt), body),
    },
    body,
  };
}
