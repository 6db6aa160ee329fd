/** Runs pieces of work one at a time, in the order of the calls: the first one at once. */
export class Turns {
  #last: Promise<unknown> | null = null;

  run<T>(work: () => T | Promise<T>): T | Promise<T> {
    const result = this.#last === null ? work() : this.#last.then(work);
    if (!(result instanceof Promise)) return result;
    const ended = () => {
      if (this.#last === last) this.#last = null;
    };
    const last = result.then(ended, ended);
    this.#last = last;
    return result;
  }
}
