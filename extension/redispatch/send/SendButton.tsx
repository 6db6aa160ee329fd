import type { ComponentProps, MouseEvent } from 'react';
import { Button } from '../../ui/control/Button.tsx';

type ButtonProps = Omit<ComponentProps<typeof Button>, 'type' | 'onClick' | 'onKeyDown'>;

/**
 * A button that writes. Each press sends once: repeats of a held key and the second click of a
 * double click send nothing.
 */
export function SendButton({
  onSend,
  ...props
}: ButtonProps & { onSend: (click: MouseEvent) => void }) {
  return (
    <Button
      {...props}
      onKeyDown={(event) => event.repeat && event.preventDefault()}
      onClick={(event) => event.detail < 2 && onSend(event)}
    />
  );
}
