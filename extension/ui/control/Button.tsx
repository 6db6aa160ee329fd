import type { ComponentProps } from 'react';
import { Tooltip } from './Tooltip.tsx';

const BOX =
  'inline-flex h-6 shrink-0 items-center gap-1 border px-2 max-[480px]:px-1.5 whitespace-nowrap';
const looks = {
  plain: `${BOX} border-hairline bg-bg text-text hover:bg-hover`,
  primary: `${BOX} border-accent bg-accent text-on-accent hover:opacity-90`,
  quiet: `${BOX} border-transparent hover:bg-hover`,
  link: 'text-left wrap-anywhere text-accent hover:underline',
};

/**
 * The panel's one button, 24 px high. The look `link` is for a button within text: it is as high as
 * its text, and wraps as the text does. `pressed` makes it a toggle; `hint` is its tooltip. A
 * disabled button with a hint stays focusable, so that the hint can say why it is disabled.
 */
export function Button({
  look = 'plain',
  pressed,
  hint,
  disabled = false,
  onClick,
  className = '',
  ...props
}: ComponentProps<'button'> & { look?: keyof typeof looks; pressed?: boolean; hint?: string }) {
  const isOff = disabled && hint !== undefined;
  const button = (
    <button
      type="button"
      aria-pressed={pressed}
      {...props}
      disabled={disabled && !isOff}
      aria-disabled={isOff || undefined}
      onClick={isOff ? (event) => event.preventDefault() : onClick}
      className={`rounded-sm aria-pressed:border-accent aria-pressed:bg-selected disabled:opacity-50 aria-disabled:opacity-50 ${looks[look]} ${className}`}
    />
  );
  return hint === undefined ? button : <Tooltip hint={hint}>{button}</Tooltip>;
}
