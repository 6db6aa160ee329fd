import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from './Button.tsx';

/** A toolbar button with an icon. Screen readers announce `name`; `hint` is the tooltip. */
export function IconButton({
  icon: Icon,
  name,
  hint = name,
  children,
  ...props
}: Omit<ComponentProps<typeof Button>, 'look'> & { icon: LucideIcon; name: string }) {
  return (
    <Button {...props} look="quiet" aria-label={name} hint={hint}>
      <Icon size={14} aria-hidden />
      {children}
    </Button>
  );
}
