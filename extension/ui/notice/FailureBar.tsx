import type { ComponentProps } from 'react';
import { Failure } from './Failure.tsx';

/** A failure in a line of its own, above a view that still works. */
export function FailureBar(props: ComponentProps<typeof Failure>) {
  return (
    <div className="border-b border-hairline bg-surface px-2 py-1">
      <Failure {...props} />
    </div>
  );
}
