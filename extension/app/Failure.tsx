import { Button } from './Button.tsx';
import { CopyButton } from './CopyButton.tsx';

/** What was refused or could not be done, with ways to copy it and, where that helps, to try again. */
export function Failure({ message, onRetry }: { message: string; onRetry?: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2">
      <p className="min-w-0 max-w-xl break-words text-failed">{message}</p>
      <CopyButton text={() => message}>Copy the error</CopyButton>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
