import { Store } from './store.ts';

/** A smaller difference cannot be told from the time that an answer takes. */
const NOTICED_MS = 2_000;
const SAMPLES_KEPT = 16;
const LIVE_SAMPLES_NEEDED = 5;

/** A time that the server sent, compared with the browser's clock. */
interface Sample {
  /** How many milliseconds the server's time was ahead of the browser's clock. */
  lead: number;
  /** The time of an event that arrived live. Other answers may come from a cache. */
  isLive: boolean;
}

/**
 * How far the server's clock is ahead of the browser's, in milliseconds; negative when it is
 * behind, 0 when the difference is unknown or small. Each time grows old on its way here, so the
 * greatest lead is the most accurate. Only live events can show that the server is behind: some that
 * agree, since a busy server sends its times late, too, but not all equally late.
 */
export function skewOf(samples: readonly Sample[]): number {
  const lead = Math.max(...samples.map((sample) => sample.lead));
  if (lead > NOTICED_MS) return lead;
  const live = samples.filter(({ isLive }) => isLive).map((sample) => sample.lead);
  const least = live.toSorted((a, b) => b - a)[LIVE_SAMPLES_NEEDED - 1];
  const agree = least !== undefined && lead - least < -lead / 4;
  return lead < -NOTICED_MS && agree ? lead : 0;
}

/** The clock of the connected deployment, estimated from the times that it sends. */
class ServerClock extends Store {
  skew = 0;
  #samples: Sample[] = [];

  /** Takes a time, milliseconds since 1970, that the server has just sent. */
  hear(time: number, isLive: boolean): void {
    this.#take([...this.#samples, { lead: time - Date.now(), isLive }].slice(-SAMPLES_KEPT));
  }

  /** Another deployment is connected. */
  reset(): void {
    this.#take([]);
  }

  #take(samples: Sample[]): void {
    this.#samples = samples;
    const skew = skewOf(samples);
    // The measured difference varies a little each time.
    if (Math.abs(skew - this.skew) < NOTICED_MS) return;
    this.skew = skew;
    this.changed();
  }
}

export const serverClock = new ServerClock();

/** The server's time, milliseconds since 1970, to compare with the times that it sends. */
export function serverNow(): number {
  return Date.now() + serverClock.skew;
}
