import { Button } from './Button.tsx';
import { CopyButton } from './CopyButton.tsx';
import { VisibleText } from './VisibleText.tsx';

/**
 * What could not be done and why, with ways to copy it and, where that helps, to try again or to
 * close it.
 */
export function Failure({
  message,
  messageId,
  copied = message,
  onRetry,
  onClose,
}: {
  /** What stands in backticks is shown as code. */
  message: string;
  /** For the field that the message describes. */
  messageId?: string;
  /** What is copied, when it is not the message alone. */
  copied?: string;
  onRetry?: () => void;
  onClose?: () => void;
}) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2">
      <p id={messageId} className="min-w-0 max-w-xl break-words text-failed">
        {message.split(/`([^`]+)`/).map((part, at) =>
          at % 2 === 0 ? (
            <VisibleText key={at} text={part} />
          ) : (
            <code key={at} className="font-mono">
              <VisibleText text={part} />
            </code>
          ),
        )}
      </p>
      <CopyButton text={() => copied}>Copy the error</CopyButton>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
      {onClose && (
        <Button look="quiet" aria-label="Dismiss" onClick={onClose}>
          ✕
        </Button>
      )}
    </div>
  );
}
