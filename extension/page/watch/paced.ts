/** Throttles a function: it runs at once on the first call, and then at most once per interval. */
export class Paced {
  readonly #act: () => void;
  readonly #everyMs: number;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #isAsked = false;

  constructor(act: () => void, everyMs: number) {
    this.#act = act;
    this.#everyMs = everyMs;
  }

  ask(): void {
    if (this.#pause !== undefined) {
      this.#isAsked = true;
      return;
    }
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      if (this.#isAsked) this.ask();
    }, this.#everyMs);
    this.#isAsked = false;
    this.#act();
  }

  stop(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#isAsked = false;
  }
}
