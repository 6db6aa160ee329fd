/** A place that parts can focus without knowing its element. */
export class FocusPlace {
  #element: HTMLElement | null = null;
  /** The element that had the focus when `focus` was called before this place was rendered. */
  #askedFrom: Element | null = null;

  /** The `ref` of the element that takes the focus. */
  readonly ref = (element: HTMLElement | null): void => {
    this.#element = element;
    if (element === null || this.#askedFrom === null) return;
    const isLost = !this.#askedFrom.isConnected && document.activeElement === document.body;
    // If the user has moved the focus meanwhile, it stays there.
    if (isLost || document.activeElement === this.#askedFrom) element.focus();
    this.#askedFrom = null;
  };

  /** Focuses the place now, or as soon as it is rendered. */
  focus(): void {
    if (this.#element === null) this.#askedFrom = document.activeElement;
    else this.#element.focus();
  }
}

/** The list of the current view, which takes the focus when the focused element disappears. */
export const listPlace = new FocusPlace();
