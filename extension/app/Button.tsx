import type { ComponentProps } from 'react';

const looks = {
  plain: 'border-hairline bg-bg text-text hover:bg-hover',
  primary: 'border-accent bg-accent text-on-accent hover:opacity-90',
  quiet: 'border-transparent hover:bg-hover',
};

/** The panel's one button, 24 px high. `pressed` makes it a toggle. */
export function Button({
  look = 'plain',
  pressed,
  className = '',
  ...props
}: ComponentProps<'button'> & { look?: keyof typeof looks; pressed?: boolean }) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      {...props}
      className={`inline-flex h-6 shrink-0 items-center gap-1 rounded-sm border px-2 max-[480px]:px-1.5 whitespace-nowrap aria-pressed:border-accent aria-pressed:bg-selected disabled:opacity-50 ${looks[look]} ${className}`}
    />
  );
}
