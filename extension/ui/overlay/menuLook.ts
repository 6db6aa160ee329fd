/** The look of every menu, whether a button or a right click opens it. */
export const menuLook =
  'z-30 max-w-xs min-w-40 overflow-auto rounded-sm border border-hairline bg-bg py-1 shadow-over';
