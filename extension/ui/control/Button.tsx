import type { ComponentProps } from 'react';
import { Tooltip } from './Tooltip.tsx';

const looks = {
  plain: 'border-hairline bg-bg text-text hover:bg-hover',
  primary: 'border-accent bg-accent text-on-accent hover:opacity-90',
  quiet: 'border-transparent hover:bg-hover',
};

/**
 * The panel's one button, 24 px high. `pressed` makes it a toggle; `hint` is its tooltip. A
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
      className={`inline-flex h-6 shrink-0 items-center gap-1 rounded-sm border px-2 max-[480px]:px-1.5 whitespace-nowrap aria-pressed:border-accent aria-pressed:bg-selected disabled:opacity-50 aria-disabled:opacity-50 ${looks[look]} ${className}`}
    />
  );
  return hint === undefined ? button : <Tooltip hint={hint}>{button}</Tooltip>;
}
