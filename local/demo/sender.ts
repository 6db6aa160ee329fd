/** Delivers events as Svix does for Clerk: signed, and again until they are answered with 2xx. */
import { Webhook } from 'svix';
import { clerkId, type ClerkEvent } from './clerkUser.ts';

/** Svix waits 5 s, 5 min, 30 min, … between attempts; here nobody wants to wait that long. */
const RETRIES_AFTER_MS = [5_000, 30_000, 120_000];
/** Svix gives up on an attempt after 15 s. */
const TIMEOUT_MS = 15_000;

export type Answer = {
  /** What the backend says it did, or `no answer`. */
  outcome: string;
  reason: string | null;
  /** HTTP status, 0 where nothing answered. */
  status: number;
};

export type Delivery = {
  type: string;
  who: string;
  attempt: number;
  answer: Answer;
  tookMs: number;
};

export type SignedRequest = { headers: Record<string, string>; body: string };

export class Sender {
  readonly #url: string;
  readonly #secret: string;
  readonly #report: (delivery: Delivery) => void;
  readonly #retriesAfterMs: number[];
  readonly #retries = new Set<NodeJS.Timeout>();

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

  /** The first attempt's answer. Where it is not 2xx, the retries follow by themselves. */
  send(event: ClerkEvent, who: string, svixId = clerkId('msg'), attempt = 1): Promise<Answer> {
    const request = sign(this.#secret, svixId, JSON.stringify(event), Date.now());
    return this.post(request, event.type, who, attempt, () => {
      const wait = this.#retriesAfterMs[attempt - 1];
      if (wait === undefined) return;
      const timer = setTimeout(() => {
        this.#retries.delete(timer);
        void this.send(event, who, svixId, attempt + 1);
      }, wait);
      this.#retries.add(timer);
    });
  }

  /** One request as it is, well signed or not, never repeated unless `onRefused` does. */
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
    for (const timer of this.#retries) clearTimeout(timer);
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
