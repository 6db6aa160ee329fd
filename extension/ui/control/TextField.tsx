import type { ComponentProps } from 'react';

/** The panel's one text field, 24 px high. */
export function TextField({ className = '', ...props }: ComponentProps<'input'>) {
  return (
    <input
      type="text"
      {...props}
      className={`h-6 rounded-sm border border-hairline bg-bg px-2 aria-invalid:border-failed ${className}`}
    />
  );
}
