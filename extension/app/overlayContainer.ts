/** Where menus are put: in a landmark, so that assistive technology finds them, or in the open dialog. */
export function overlayContainer(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-modal]') ?? document.querySelector('main');
}
