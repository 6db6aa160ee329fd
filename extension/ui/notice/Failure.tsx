import { Button } from '../control/Button.tsx';
import { CodeText } from '../text/CodeText.tsx';
import { CopyButton } from '../control/CopyButton.tsx';

/**
 * Says what failed and why, with optional buttons to copy the error, to try again and to dismiss
 * it.
 */
export function Failure({
  message,
  messageId,
  copied = message,
  onRetry,
  onClose,
}: {
  /** With code between backticks. */
  message: string;
  /** The message's id, for the aria-describedby of its field. */
  messageId?: string;
  /** The text to copy, if it is not the message; null for no button to copy. */
  copied?: string | null;
  onRetry?: () => void;
  onClose?: () => void;
}) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2">
      <p id={messageId} className="min-w-0 max-w-xl break-words text-failed">
        <CodeText text={message} />
      </p>
      {copied !== null && <CopyButton text={() => copied}>Copy the error</CopyButton>}
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
      {onClose && (
        <Button look="quiet" aria-label="Dismiss" onClick={onClose}>
          ✕
        </Button>
      )}
    </div>
  );
}
