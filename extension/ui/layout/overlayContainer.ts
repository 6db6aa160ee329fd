/**
 * The container of menus: a landmark, so that assistive technology finds them, or the open dialog.
 */
export function overlayContainer(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-modal]') ?? document.querySelector('main');
}
