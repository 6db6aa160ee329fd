import { MAX_ANSWER_LENGTH, readAnswer, type ClerkAnswer } from '../clerk/clerkAnswer.ts';
import type { ClerkCall } from '../clerk/clerkCall.ts';
import type { PageRequest } from './inspectedPage.ts';

/** How many bodies are read at the same time, so that a page cannot fill the panel's memory. */
const AT_ONCE = 6;
const WAITING = 200;
const GIVE_UP_AFTER_MS = 10_000;

/** Reads the answers to calls, a few at a time. If too many wait, it drops the oldest. */
export class AnswerQueue {
  readonly #waiting: { start: () => void; drop: () => void }[] = [];
  #reading = 0;

  /** What the answer says about users; null if nothing, or if it cannot be read. Never rejects. */
  async read(call: ClerkCall, request: PageRequest): Promise<ClerkAnswer | null> {
    if (request.size > MAX_ANSWER_LENGTH) return null;
    if (!(await this.#turn())) return null;
    try {
      const body = await withinTime(request.body());
      return body === null ? null : readAnswer(call, body);
    } catch {
      return null;
    } finally {
      this.#reading -= 1;
      this.#waiting.shift()?.start();
    }
  }

  /** Drops all waiting requests. */
  stop(): void {
    for (const { drop } of this.#waiting.splice(0)) drop();
  }

  /** Waits until a body may be read; false if its request was dropped. */
  async #turn(): Promise<boolean> {
    if (this.#reading >= AT_ONCE) {
      if (this.#waiting.length >= WAITING) this.#waiting.shift()!.drop();
      const isOn = await new Promise<boolean>((resolve) => {
        this.#waiting.push({ start: () => resolve(true), drop: () => resolve(false) });
      });
      if (!isOn) return false;
    }
    this.#reading += 1;
    return true;
  }
}

async function withinTime(body: Promise<string | null>): Promise<string | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), GIVE_UP_AFTER_MS);
  });
  try {
    return await Promise.race([body, late]);
  } finally {
    clearTimeout(timer);
  }
}
